"""Pipedrive as the company uses it: which path is answered by what, and what it costs."""

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.api.pipedrive import errors, fields, lines, lists, settings
from sandbox.api.pipedrive.pace import Pace
from sandbox.api.pipedrive.record import Json
from sandbox.api.pipedrive.shelves import Shelves
from sandbox.api.server import real_now
from sandbox.api.vendor import Reply, Request, Usual, after
from sandbox.company import Company

TOKENS_A_DAY = 5_000_000
"""What a large company has."""
CHANGELOG = re.compile(r"/api/v1/deals/(\d+)/changelog")
BY_CURSOR = {
    "/api/v2/deals": ("deals", 10),
    "/api/v2/persons": ("persons", 10),
    "/api/v2/organizations": ("organizations", 10),
    "/api/v2/activities": ("activities", 10),
    "/api/v2/products": ("products", 10),
}
BY_OFFSET = {"/api/v1/leads": ("leads", 20), "/api/v1/notes": ("notes", 20)}
FIELDS = {f"/api/v2/{kind}Fields": kind for kind in fields.CUSTOM}


class Pipedrive(Usual):
    """The vendor, and the controls over what it holds beside the company.

    With `is_limited` it refuses who asks faster, or for more `tokens` a day, than it publishes.
    `pace.used` are the tokens spent so far.
    """

    name = "pipedrive"
    token_path = "/oauth/token"  # noqa: S105 - a path
    rotates = False
    main_stream = "deal"
    child_stream = "deal_change"
    can_merge = False

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] | None = None,
        *,
        is_limited: bool = False,
        tokens: int = TOKENS_A_DAY,
    ):
        if now is None:
            now = (lambda: company.now) if company is not None else real_now
        self.pace = Pace(tokens, is_limited=is_limited)
        self.shelves = Shelves(company, now)
        made = self.shelves.made
        self.create, self.change, self.delete = made.create, made.change, made.delete

    def credential(self, request: Request) -> str | None:
        """A person's token in a header of its own, an app's as a bearer token."""
        return request.header("x-api-token") or after(request, "bearer")

    def granted(self, answer: Json, base: str) -> Json:
        """With where the company's API is."""
        return answer | {"scope": "base,deals:read", "api_domain": base}

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made."""
        if request.method != "GET":
            return errors.failure(404)
        found = self._find(request)
        if found is None:
            return errors.failure(404)
        cost, make = found
        refused = self.pace.take(cost)
        reply = refused or make()
        reply.headers = {**self.pace.headers, **reply.headers}
        return reply

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error."""
        return errors.of_kind(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with ids replaced."""
        return re.sub(r"/\d+(?=/|$)", "/{id}", path)

    def cursor(self, request: Request) -> str | None:
        """The cursor that the request names."""
        return request.first("cursor") or None

    def records(self, page: Json) -> list[Json]:
        """The records of a page."""
        found = page.get("data")
        if isinstance(found, dict):
            found = found.get("goals", [])
        return found if isinstance(found, list) else []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make the page name `cursor` as the next."""
        page["additional_data"] = {"next_cursor": cursor, "link": f"{base}{request.path}"}

    def set_text(self, record: Json, text: str) -> None:
        """Put a text into the title."""
        record["title"] = text

    def _find(self, request: Request) -> tuple[int, Callable[[], Reply]] | None:
        """What the request costs and what answers it."""
        path, shelves, now = request.path.rstrip("/"), self.shelves, self.shelves.now
        log = CHANGELOG.fullmatch(path)
        if log:
            return 20, lambda: lists.changelog(shelves.changelog(int(log[1])), request)
        if path in BY_CURSOR:
            kind, cost = BY_CURSOR[path]
            return cost, lambda: lists.by_cursor(shelves, kind, request)
        if path in BY_OFFSET:
            kind, cost = BY_OFFSET[path]
            return cost, lambda: lists.by_offset(shelves, kind, request)
        if path in FIELDS:
            return 10, lambda: _whole(fields.definitions(FIELDS[path]), is_paged=True)
        answers: dict[str, tuple[int, Callable[[], Reply]]] = {
            "/api/v2/deals/archived": (
                20,
                lambda: lists.by_cursor(shelves, "deals", request, is_archived=True),
            ),
            "/api/v1/leads/archived": (
                40,
                lambda: lists.by_offset(shelves, "leads", request, is_archived=True),
            ),
            "/api/v2/deals/products": (10, lambda: self._products(request)),
            "/api/v2/pipelines": (5, lambda: _whole(settings.pipelines(now()), is_paged=True)),
            "/api/v2/stages": (5, lambda: _whole(settings.stages(now()), is_paged=True)),
            "/api/v1/users": (20, lambda: _whole(settings.users(now()))),
            "/api/v1/users/me": (2, lambda: _whole(settings.company(now()))),
            "/api/v1/activityTypes": (20, lambda: _whole(settings.activity_types())),
            "/api/v1/currencies": (20, lambda: _whole(settings.currencies())),
            "/api/v1/goals/find": (20, lambda: self._goals(request)),
            "/api/v1/deals/summary": (40, lambda: self._summary(is_archived=False)),
            "/api/v1/deals/summary/archived": (80, lambda: self._summary(is_archived=True)),
        }
        return answers.get(path)

    def _products(self, request: Request) -> Reply:
        """The products of at most 100 deals, all in one page of 500 or less."""
        wanted = request.first("deal_ids").split(",")
        if len(wanted) > 100 or not all(word.isdigit() for word in wanted):
            return errors.failure(400, "deal_ids are at most 100 numbers")
        found = self.shelves.lines({int(word) for word in wanted})
        limit, cursor = int(request.first("limit", "100")), request.first("cursor", "0")
        page = found[int(cursor) : int(cursor) + limit]
        ends = int(cursor) + limit
        following = str(ends) if ends < len(found) else None
        return _whole(page, is_paged=True, cursor=following)

    def _summary(self, *, is_archived: bool) -> Reply:
        """How many deals there are and what they are worth, by currency."""
        totals: dict[str, Json] = {}
        for record in self.shelves.records("deals"):
            if record.is_archived == is_archived and record.deleted_at is None:
                total = totals.setdefault(record.body["currency"], {"value": 0, "count": 0})
                total["value"] += record.body["value"]
                total["count"] += 1
        count = sum(total["count"] for total in totals.values())
        return _whole({"values_total": totals, "total_count": count})

    def _goals(self, request: Request) -> Reply:
        """The goals; those that have ended are not active."""
        found = lines.goals() if self.shelves.company is not None else []
        today = f"{self.shelves.now():%Y-%m-%d}"
        for goal in found:
            goal["is_active"] = goal["duration"]["end"] >= today
        is_active = request.first("is_active", "true") == "true"
        assignee = request.first("assignee.type")
        shown = [
            goal
            for goal in found
            if goal["is_active"] == is_active and assignee in ("", goal["assignee"]["type"])
        ]
        status = {"statusCode": 20000, "statusText": "OK", "service": "statistics-goals-api"}
        return Reply(body={"success": True, **status, "data": {"goals": shown}})


def _whole(data: object, *, is_paged: bool = False, cursor: str | None = None) -> Reply:
    body: Json = {"success": True, "data": data}
    if is_paged:
        body["additional_data"] = {"next_cursor": cursor}
    return Reply(body=body)
