"""Salesforce as the company uses it: which path is answered by what."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sandbox.api.salesforce import describe, errors
from sandbox.api.salesforce.answers import MOST, Answers
from sandbox.api.salesforce.bulk import Bulk
from sandbox.api.salesforce.errors import RefusedError
from sandbox.api.salesforce.org import Org
from sandbox.api.salesforce.query import DATA, Json
from sandbox.api.server import real_now
from sandbox.api.vendor import Reply, Request, Usual
from sandbox.company import Company

LONGEST_URI = 16_384
PER_DAY = 15_000
DAY = timedelta(hours=24)
FURTHER = re.compile(rf"^({DATA}/query(?:All)?)/(.+)$")
RECORD_ID = re.compile(r"/[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?(?:-\d+)?(?=/|$)")


class Salesforce(Usual):
    """The vendor, and the controls over what it holds beside the company.

    `org.hidden` names what the user may not see, `answers.most` is the longest page of a query,
    `bulk.looks` how often one has to look at a job until it is done. With `is_limited` it refuses
    calls beyond `per_day` in 24 hours of its clock.
    """

    name = "salesforce"
    token_path = "/services/oauth2/token"  # noqa: S105 - a path
    main_stream = "lead"
    child_stream: str | None = None
    can_merge = True
    grants: tuple[str, ...] = ("refresh_token", "client_credentials", "jwt_bearer")

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] | None = None,
        *,
        is_limited: bool = False,
        page: int = MOST,
    ):
        if now is None:
            now = (lambda: company.now) if company is not None else real_now
        self.org = Org(company, now)
        self.answers = Answers(self.org, page)
        self.bulk = Bulk(self.org)
        self.is_limited, self.per_day = is_limited, PER_DAY
        self._calls: list[datetime] = []
        made = self.org.made
        self.create, self.change = made.create, made.change
        self.delete, self.merge = made.delete, made.merge

    def granted(self, answer: Json, base: str) -> Json:
        """Where the organization is, and nothing of when the token ends."""
        known = {key: value for key, value in answer.items() if key != "expires_in"}
        return known | {"token_type": "Bearer", "instance_url": base, "scope": "api refresh_token"}

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made."""
        if len(request.path) + len(urlencode(request.query, doseq=True)) > LONGEST_URI:
            return Reply(414, b"<html><h1>414 URI Too Long</h1></html>", HTML)
        used = self._count()
        if self.is_limited and used > self.per_day:
            reply = errors.limit_exceeded()
        else:
            try:
                reply = self._answer(request, used)
            except RefusedError as refused:
                reply = refused.reply
        usage = f"api-usage={min(used, self.per_day)}/{self.per_day}"
        reply.headers = {"Sforce-Limit-Info": usage, **reply.headers}
        return reply

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error."""
        return errors.of_kind(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with ids replaced; a further page of a query is counted as its query."""
        return RECORD_ID.sub("/{id}", FURTHER.sub(r"\1", path))

    def cursor(self, request: Request) -> str | None:
        """The locator that the request names: the end of its path, or a parameter of a job's."""
        found = FURTHER.match(request.path)
        return found[2] if found else request.first("locator") or None

    def records(self, page: Json) -> list[Json]:
        """The records of a page."""
        found = page.get("records", [])
        return found if isinstance(found, list) else []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make the page name `cursor` as the next; the vendor's links have no host."""
        resource = request.path.removeprefix(f"{DATA}/").partition("/")[0]
        host = "" if base == request.base else base
        page["done"] = False
        page["nextRecordsUrl"] = f"{host}{DATA}/{resource}/{cursor}"

    def set_text(self, record: Json, text: str) -> None:
        """Put a text into some field of the record."""
        record["Description" if "Description" in record else "Name"] = text

    def _answer(self, request: Request, used: int) -> Reply:
        path = request.path.rstrip("/")
        if path == "/services/data":
            return Reply(body=[{"label": "Winter '25", "url": DATA, "version": "62.0"}])
        if not path.startswith(f"{DATA}/"):
            return errors.failure(404)
        resource, _, rest = path.removeprefix(f"{DATA}/").partition("/")
        if resource == "jobs" and rest.partition("/")[0] == "query":
            return self.bulk.answer(rest.partition("/")[2], request)
        if request.method != "GET":
            return errors.failure(405)
        if resource in ("query", "queryAll"):
            if rest:
                return self.answers.further(rest, request)
            return self.answers.first(request, is_all=resource == "queryAll")
        if resource == "limits" and not rest:
            return Reply(body=describe.limits(used, self.per_day))
        if resource == "sobjects":
            return self._sobjects(rest, request)
        return errors.failure(404)

    def _sobjects(self, rest: str, request: Request) -> Reply:
        if not rest:
            return Reply(body=describe.objects(self.org))
        name, _, word = rest.partition("/")
        try:
            sobject = self.org.sobject(name)
        except RefusedError:
            return errors.failure(404)
        if word == "describe":
            return Reply(body=describe.describe(self.org, sobject))
        if word == "deleted":
            with self.org.made.lock:
                start, end = request.first("start"), request.first("end")
                return Reply(body=describe.deleted(self.org, sobject, start, end))
        return errors.failure(404)

    def _count(self) -> int:
        """Count a call; returns how many there were in the last 24 hours, this one too."""
        now = self.org.now()
        with self.org.made.lock:
            while self._calls and self._calls[0] <= now - DAY:
                self._calls.pop(0)
            self._calls.append(now)
            return len(self._calls)


HTML = {"Content-Type": "text/html"}
