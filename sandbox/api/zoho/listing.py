"""Listing records page by page: by number up to a point, by token up to the wall.

A token stands for a place in one listing: with other parameters it is refused, and so it is after a
day. Nothing found is an answer without a body.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sandbox.api.vendor import Reply, Request
from sandbox.api.zoho import errors
from sandbox.api.zoho.modules import Module
from sandbox.api.zoho.org import Org
from sandbox.api.zoho.record import Json, Record, local
from sandbox.api.zoho.users import owner

MOST, MOST_FIELDS, MOST_BY_NUMBER, WALL = 200, 50, 2_000, 100_000
TOKEN_LIVES = timedelta(hours=24)
BOUND = ("fields", "per_page", "sort_by", "sort_order", "converted")


class Listing:
    """Answers listings. `wall`: how many records the tokens of one listing lead to."""

    def __init__(self, org: Org):
        self.org = org
        self.wall = WALL

    def answer(self, module: Module, request: Request) -> Reply:
        """A page of live records."""
        names = [name for name in request.first("fields").split(",") if name]
        if not names:
            return errors.needs("fields")
        if len(names) > MOST_FIELDS:
            return errors.wrong("fields", f"at most {MOST_FIELDS} fields are shown")
        size, page = _number(request, "per_page", MOST), _number(request, "page", 1)
        if size is None or page is None or not 0 < size <= MOST or page < 1:
            return errors.wrong("per_page", f"a page has at most {MOST} records")
        token = request.first("page_token")
        if token and "page" in request.query:
            return errors.failure(400, "AMBIGUITY_DURING_PROCESSING", "page and page_token")
        place = self._place(request, token) if token else {"after": None, "passed": 0}
        if isinstance(place, Reply):
            return place
        if not token and page * size > MOST_BY_NUMBER:
            return errors.failure(400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED")
        if place["passed"] >= self.wall:
            return errors.failure(400, "PAGINATION_LIMIT_EXCEEDED")
        with self.org.made.lock:
            passed = (page - 1) * size
            found = list(islice(self._found(module, request, place), passed, passed + size + 1))
        return self._page(request, found, place["passed"] + passed, size, names)

    def deleted(self, module: Module, request: Request) -> Reply:
        """A page of deleted records. Nothing says when they were made."""
        size, page = _number(request, "per_page", MOST), _number(request, "page", 1)
        if size is None or page is None or not 0 < size <= MOST:
            return errors.wrong("per_page", f"a page has at most {MOST} records")
        if request.first("type", "all") not in ("all", "recycle", "permanent"):
            return errors.wrong("type", "there is no such type")
        gone = self.org.deleted(module.name) if module.is_deletable else []
        found = gone[(page - 1) * size :][: size + 1]
        data = [
            {
                "id": record.id,
                "display_name": next(iter(record.fields.values()), None),
                "type": "recycle",
                "deleted_by": owner(None),
                "created_by": owner(None),
                "deleted_time": local(record.deleted_at or record.modified),
            }
            for record in found[:size]
        ]
        if not data:
            return Reply(204)
        info = {"per_page": size, "page": page, "count": len(data)}
        return Reply(body={"data": data, "info": info | {"more_records": len(found) > size}})

    def _found(self, module: Module, request: Request, place: Json) -> Iterator[Record]:
        both = request.first("converted", "false")
        for record in self._ordered(module, request, place):
            if both == "both" or record.is_converted == (both == "true"):
                yield record

    def _ordered(self, module: Module, request: Request, place: Json) -> Iterator[Record]:
        """The live records from a place on: in the order of ids, else of modification."""
        after = place["after"]
        if request.first("sort_by", "id") == "id":
            yield from self.org.by_id(module.name, after[0] if after else 0)
            return
        given = request.header("if-modified-since")
        since = int(datetime.fromisoformat(given).timestamp()) if given else 0
        begins = tuple(after) if after else (since, 0)
        stamps = (stamp for stamp in self.org.stamps(module.name) if stamp[0] >= since)
        for stamp in sorted(s for s in stamps if s > begins):
            record = self.org.read(module.name, stamp[1])
            if record is not None:
                yield record

    def _page(
        self, request: Request, found: list[Record], passed: int, size: int, names: list[str]
    ) -> Reply:
        if not found:
            return Reply(204)
        shown = found[:size]
        has_more = len(found) > size
        token = self._token(request, shown[-1], passed + len(shown)) if has_more else None
        ends = local(self.org.now() + TOKEN_LIVES) if token else None
        info = {
            "per_page": size,
            "count": len(shown),
            "sort_by": request.first("sort_by", "id"),
            "sort_order": request.first("sort_order", "desc"),
            "more_records": has_more,
            "next_page_token": token,
            "page_token_expiry": ends,
            "previous_page_token": None,
        }
        return Reply(body={"data": [record.shown(names) for record in shown], "info": info})

    def _token(self, request: Request, last: Record, passed: int) -> str:
        is_by_id = request.first("sort_by", "id") == "id"
        after = [int(last.id)] if is_by_id else [last.stamp, int(last.id)]
        ends = (self.org.now() + TOKEN_LIVES).timestamp()
        place = {"after": after, "passed": passed, "ends": ends, "bound": _bound(request)}
        return urlsafe_b64encode(json.dumps(place).encode()).decode()

    def _place(self, request: Request, token: str) -> Json | Reply:
        try:
            place: Json = json.loads(urlsafe_b64decode(token))
        except (ValueError, Error):
            return errors.wrong("page_token", "there is no such page token")
        if place["bound"] != _bound(request):
            return errors.failure(400, "TOKEN_BOUND_DATA_MISMATCH")
        if place["ends"] < self.org.now().timestamp():
            return errors.of_kind(400, "cursor")
        return place


def _bound(request: Request) -> list[str]:
    """What a token is good for."""
    words = [request.first(name) for name in BOUND]
    return [request.path, *words, request.header("if-modified-since")]


def _number(request: Request, name: str, usual: int) -> int | None:
    text = request.first(name, str(usual))
    return int(text) if text.isdigit() else None
