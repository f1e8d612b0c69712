"""An Oracle Sales pod as the company uses it: which path is answered by what."""

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.api.oracle import errors, setup
from sandbox.api.oracle.pod import Pod
from sandbox.api.oracle.query import RefusedError, ordered, parse, projected
from sandbox.api.oracle.record import Row
from sandbox.api.oracle.schema import CHILD_KEYS, RESOURCES, Resource, described
from sandbox.api.server import real_now
from sandbox.api.vendor import Json, Reply, Request, Usual, after, password
from sandbox.company import Company

ROOT = re.compile(r"/crmRestApi/resources/(?:11\.13\.18\.05|latest)/(.+)")
MOST, USUAL = 500, 25
"""Rows of a page at the most, and where nobody says how many."""
KEY = re.compile(r"(?:^|;)(\w+Id)>(\w+)")
CHILD = re.compile(r"opportunities/([^/]+)/child/(\w+)")
METHODS = re.compile(r"crmBusinessUnits/(\d+)/child/salesMethods")


class Oracle(Usual):
    """The vendor, and the controls over what it holds beside the company.

    `hidden` names resources that the user may not see. `most` is the longest page of whole rows,
    which nobody is told; pages of a few fields may be longer.
    """

    name = "oracle"
    token_path = "/oauth2/v1/token"  # noqa: S105 - a path
    main_stream = "opportunity"
    child_stream: str | None = "opportunity_child"
    can_merge = False
    grants: tuple[str, ...] = ("refresh_token", "client_credentials")

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] | None = None,
        *,
        page: int = MOST,
    ):
        if now is None:
            now = (lambda: company.now) if company is not None else real_now
        self.pod, self.most = Pod(company, now), page
        self.hidden: set[str] = set()
        made = self.pod.made
        self.create, self.change, self.delete = made.create, made.change, made.delete

    def credential(self, request: Request) -> str | None:
        """The password of a user, or a bearer token."""
        return password(request) or after(request, "bearer")

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made."""
        found = ROOT.fullmatch(request.path.rstrip("/"))
        if found is None:
            return errors.failure(404)
        if request.method != "GET":
            return errors.failure(405)
        try:
            with self.pod.made.lock:
                return self._answer(found[1], request)
        except RefusedError as refused:
            return errors.failure(400, str(refused))

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error."""
        return errors.of_kind(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with ids replaced."""
        return re.sub(r"/(opportunities|crmBusinessUnits)/[^/]+/child", r"/\1/{id}/child", path)

    def cursor(self, request: Request) -> str | None:
        """The key that the page begins after."""
        found = KEY.search(request.first("q"))
        return found[2] if found else None

    def records(self, page: Json) -> list[Json]:
        """The records of a page."""
        found = page.get("items", [])
        return found if isinstance(found, list) else []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make the next page begin after `cursor`: that is the key of the last record."""
        page["hasMore"] = True
        found = KEY.search(request.first("q"))
        if found and cursor.isdigit() and page["items"]:
            page["items"][-1][found[1]] = int(cursor)

    def set_text(self, record: Json, text: str) -> None:
        """Put a text into some field of the record."""
        record["Comments" if "Comments" in record else "Name"] = text

    def _answer(self, path: str, request: Request) -> Reply:
        child, methods = CHILD.fullmatch(path), METHODS.fullmatch(path)
        if child:
            return self._children(child[1], child[2], request)
        if methods:
            resource = RESOURCES["salesMethods"]
            rows = list(setup.methods(self.pod.now())) if self.pod.company else []
            expand = request.first("expand").split(",")
            shown = rows if "SalesStage" in expand else [_without(row) for row in rows]
            return self._page(resource, shown, request)
        name, _, word = path.partition("/")
        known = RESOURCES.get(name)
        if known is None or name == "salesMethods" or word not in ("", "describe"):
            return errors.failure(404)
        if name in self.hidden:
            return errors.failure(403)
        if word:
            return Reply(body=described(known, f"{request.base}{request.path}"))
        return self._listing(known, request)

    def _listing(self, resource: Resource, request: Request) -> Reply:
        record_set, tests = parse(request.first("q"), resource.fields)
        rows = [
            row for row in self.pod.rows(resource, record_set) if all(test(row) for test in tests)
        ]
        return self._page(resource, rows, request)

    def _children(self, number: str, name: str, request: Request) -> Reply:
        resource = RESOURCES["opportunities"]
        _, tests = parse(f"OptyNumber='{number}'", resource.fields)
        row = next((row for row in self.pod.rows(resource, "ALL") if tests[0](row)), None)
        if row is None or name not in CHILD_KEYS:
            return errors.failure(404)
        rows = self.pod.children(row["OptyId"])[name]
        known = frozenset(rows[0]) if rows else frozenset({CHILD_KEYS[name]})
        _, tests = parse(request.first("q"), known)
        found = [row for row in rows if all(test(row) for test in tests)]
        return self._page(Resource(name, CHILD_KEYS[name], " ".join(known)), found, request)

    def _page(self, resource: Resource, rows: list[Row], request: Request) -> Reply:
        asked, offset = request.first("limit", str(USUAL)), request.first("offset", "0")
        if not asked.isdigit() or not int(asked) or not offset.isdigit():
            raise RefusedError("limit and offset are numbers")
        fields, start = request.first("fields"), int(offset)
        known = resource.fields
        size = min(int(asked), MOST if fields else self.most)
        found = ordered(rows, request.first("orderBy"), known)
        page = projected(found[start : start + size], fields, known)
        self._expand(resource, page, request.first("expand"))
        body: Json = {
            "items": page,
            "count": len(page),
            "hasMore": start + size < len(found),
            "limit": size,
            "offset": start,
            "links": [{"rel": "self", "href": f"{request.base}{request.path}"}],
        }
        if request.first("totalResults") == "true":
            # the vendor counts what comes after the offset
            body["totalResults"] = len(found) - start
        return Reply(body=body)

    def _expand(self, resource: Resource, page: list[Row], expand: str) -> None:
        names = [name for name in expand.split(",") if name]
        if any(name not in resource.children for name in names):
            raise RefusedError(f"there is no child among {expand}")
        if resource.name == "opportunities":
            for row in page:
                children = self.pod.children(row["OptyId"])
                row.update({name: children[name] for name in names})


def _without(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "SalesStage"}
