"""The answers of /query and /queryAll, page by page: where a page ends, the next one's locator."""

import json
from itertools import islice
from threading import Lock

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.errors import RefusedError
from sandbox.api.salesforce.org import Org
from sandbox.api.salesforce.query import DATA, Json, Plan, Result
from sandbox.api.salesforce.soql import parse
from sandbox.api.vendor import Reply, Request

MOST, LEAST = 2_000, 200
OPEN = 10
"""Locators that stay good at the same time; the oldest goes first."""
BATCH = "batchsize="


class Answers:
    """Answers queries. The server may make pages shorter: `most` is the longest that it gives."""

    def __init__(self, org: Org, most: int = MOST):
        self.org, self.most = org, most
        self._open: dict[str, tuple[Result, str]] = {}
        self._made = 0
        self._known: tuple[str, Result] | None = None
        self._lock = Lock()

    def first(self, request: Request, *, is_all: bool) -> Reply:
        """The first page of what a query finds."""
        text = request.first("q")
        if not text:
            raise RefusedError("MALFORMED_QUERY", "A query string has to be specified")
        result = self._found(text, is_all=is_all)
        if not result.keys:
            return Reply(body={"totalSize": result.total, "done": True, "records": result.sums})
        return self._page(result, 0, request, "queryAll" if is_all else "query", "")

    def further(self, locator: str, request: Request) -> Reply:
        """The page that a locator names: a query's number and how many rows come before."""
        number, _, start = locator.partition("-")
        known = self._open.get(number)
        if known is None or not start.isdigit() or int(start) >= known[0].total:
            raise RefusedError("INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._page(known[0], int(start), request, known[1], number)

    def _page(
        self, result: Result, start: int, request: Request, resource: str, number: str
    ) -> Reply:
        ends = min(start + self._size(request), result.total)
        with self.org.made.lock:
            rows = (self.org.row(result.sobject, key) for key in result.keys[start:ends])
            records = [result.show(row) for row in rows]
        page: Json = {"totalSize": result.total, "done": ends >= result.total, "records": records}
        if ends < result.total:
            number = number or self._keep(result, resource)
            page["nextRecordsUrl"] = f"{DATA}/{resource}/{number}-{ends}"
        return Reply(body=page)

    def _size(self, request: Request) -> int:
        """Rows of a page: as many as the client asks for, within what the vendor allows."""
        asked = request.header("sforce-query-options").lower().replace(" ", "")
        wanted = asked.removeprefix(BATCH)
        size = int(wanted) if asked.startswith(BATCH) and wanted.isdigit() else MOST
        return min(max(size, LEAST), MOST, self.most)

    def _keep(self, result: Result, resource: str) -> str:
        with self._lock:
            self._made += 1
            number = ids.spell("01g", self._made)
            self._open[number] = (result, resource)
            for old in list(islice(self._open, max(len(self._open) - OPEN, 0))):
                del self._open[old]
            return number

    def _found(self, text: str, *, is_all: bool) -> Result:
        """What the query finds; the last one's answer is kept while nothing changes."""
        with self.org.made.lock:
            state = [text, is_all, self.org.made.version, self.org.now().isoformat()]
            key = json.dumps([*state, sorted(self.org.hidden)])
            if self._known is None or self._known[0] != key:
                self._known = (key, Plan(self.org, parse(text), is_all=is_all).run())
            return self._known[1]
