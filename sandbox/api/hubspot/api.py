"""HubSpot as the company uses it: which path is answered by what."""

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.api.hubspot import errors, objects, owners, pipelines
from sandbox.api.hubspot.associations import Associations
from sandbox.api.hubspot.kinds import Kind, definitions, kind_of
from sandbox.api.hubspot.pace import Pace
from sandbox.api.hubspot.portal import Portal
from sandbox.api.hubspot.search import Search
from sandbox.api.server import real_now
from sandbox.api.vendor import Json, Reply, Request, Usual
from sandbox.company import Company
from sandbox.company.market import REPORTING_CURRENCY

PORTAL_ID = 24_681_357
LONGEST_URL = 10_000
OBJECTS, BATCH = "/crm/v3/objects/", "batch/read"
ASSOCIATIONS = re.compile(r"/crm/v4/associations/([^/]+)/([^/]+)/batch/read")


class HubSpot(Usual):
    """The vendor, and the controls over what it holds beside the company.

    `missing_scopes` names what the token may not do. `search.lag` is how late the index is,
    `associations.per_page` how many associations of one record come at once. With `is_limited`
    it refuses calls beyond what it publishes, searches by a limit of their own.
    """

    name = "hubspot"
    token_path = "/oauth/v3/token"  # noqa: S105 - a path
    main_stream = "deal"
    child_stream = "association"
    can_merge = True

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] | None = None,
        *,
        is_limited: bool = False,
    ):
        self._pace = Pace() if is_limited else None
        if now is None:
            now = (lambda: company.now) if company is not None else real_now
        self.portal = Portal(company, now)
        self.search = Search(self.portal)
        self.associations = Associations(self.portal)
        self.missing_scopes: set[str] = set()
        made = self.portal.made
        self.create, self.change = made.create, made.change
        self.delete, self.merge = made.delete, made.merge

    def granted(self, answer: Json, base: str) -> Json:
        """The description of the token endpoint also wants to know what a token is for."""
        return answer | {"token_use": "access_token"}

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made."""
        length = sum(len(v) for values in request.query.values() for v in values)
        if length > LONGEST_URL:
            return Reply(414, b"<html><h1>414 Request-URI Too Large</h1></html>", HTML)
        refused = self._pace.take(request) if self._pace else None
        reply = refused or self._answer(request)
        reply.headers = {**errors.LIMITS, **reply.headers}
        return reply

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error."""
        return errors.of_kind(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with ids replaced."""
        return re.sub(r"/\d+$", "/{id}", path)

    def cursor(self, request: Request) -> str | None:
        """The cursor that the request names: in the query, or in the body of a search."""
        if "after" in request.query:
            return request.first("after") or None
        if request.path.endswith("/search") and request.body:
            try:
                after = request.json().get("after")
            except (ValueError, AttributeError):
                return None
            return str(after) if after not in (None, "", "0", 0) else None
        return None

    def records(self, page: Json) -> list[Json]:
        """The records of a page."""
        found = page.get("results", [])
        return found if isinstance(found, list) else []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make the page name `cursor` as the next."""
        link = f"{base}{request.path}?after={cursor}"
        page["paging"] = {"next": {"after": cursor, "link": link}}

    def set_text(self, record: Json, text: str) -> None:
        """Put a text into the first property that is asked for anyway, else beside them."""
        if "properties" in record:
            record["properties"]["description"] = text
        else:
            record["label"] = text

    def _answer(self, request: Request) -> Reply:
        path = request.path.rstrip("/")
        tied = ASSOCIATIONS.fullmatch(path)
        if path.startswith(OBJECTS):
            word, _, rest = path[len(OBJECTS) :].partition("/")
            return self._objects(kind_of(word), rest, request)
        if tied and request.method == "POST":
            source, target = kind_of(tied[1]), kind_of(tied[2])
            if source is None or target is None:
                return errors.failure(400, "there is no such object type")
            refused = self._refused(source) or self._refused(target)
            return refused or self.associations.answer(source, target, request)
        if request.method != "GET":
            return errors.failure(405 if path.startswith("/crm/") else 404)
        return self._settings(path, request)

    def _objects(self, kind: Kind | None, rest: str, request: Request) -> Reply:
        if kind is None:
            return errors.failure(404, "there is no such object type")
        refused = self._refused(kind)
        if refused is not None:
            return refused
        portal = self.portal
        if request.method == "GET" and "/" not in rest:
            if rest:
                return objects.read(portal, kind, rest, request)
            return objects.list_page(portal, kind, request)
        if request.method == "POST" and rest == "search":
            return self.search.answer(kind, request)
        if request.method == "POST" and rest == BATCH:
            return objects.batch_read(portal, kind, request)
        return errors.failure(405)

    def _settings(self, path: str, request: Request) -> Reply:
        now = self.portal.now()
        if path == "/crm/v3/owners":
            return self._owners(request, now)
        if path == "/account-info/v3/details":
            return Reply(body=account())
        area, _, word = path.rpartition("/")
        kind = kind_of(word)
        if area == "/crm/v3/properties" and kind is not None:
            return self._refused(kind) or Reply(body={"results": definitions(kind)})
        if area == "/crm/v3/pipelines" and kind is not None and self._refused(kind) is None:
            found = {"deals": pipelines.of_deals(now), "leads": pipelines.of_leads()}
            return Reply(body={"results": found.get(kind.plural, [])})
        if kind is not None and area == "/crm/v3/pipelines":
            return errors.missing_scope(kind.scope)
        return errors.failure(404)

    def _owners(self, request: Request, now: datetime) -> Reply:
        limit, after = request.first("limit", "100"), request.first("after", "0")
        if not limit.isdigit() or not 0 < int(limit) <= 500 or not after.isdigit():
            return errors.failure(400, "limit is at most 500, after is a number")
        archived = request.first("archived", "false") == "true"
        found = owners.all_owners(now, archived=archived) if self.portal.company else []
        page = found[int(after) : int(after) + int(limit)]
        answer: Json = {"results": page}
        if int(after) + int(limit) < len(found):
            answer["paging"] = {"next": {"after": str(int(after) + int(limit))}}
        return Reply(body=answer)

    def _refused(self, kind: Kind) -> Reply | None:
        if kind.scope in self.missing_scopes:
            return errors.missing_scope(kind.scope)
        return None


HTML = {"Content-Type": "text/html"}


def account() -> Json:
    """The account."""
    return {
        "portalId": PORTAL_ID,
        "accountType": "STANDARD",
        "timeZone": "Europe/Copenhagen",
        "companyCurrency": REPORTING_CURRENCY,
        "additionalCurrencies": ["DKK", "USD"],
        "utcOffset": "+02:00",
        "utcOffsetMilliseconds": 7_200_000,
        "uiDomain": "app.hubspot.com",
        "dataHostingLocation": "eu1",
    }
