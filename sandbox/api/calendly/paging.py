"""Pages of a collection: tokens that name the record a page begins after, or ends before."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from sandbox.api.calendly import parameters
from sandbox.api.calendly.errors import Refused, error
from sandbox.api.vendor import Json, Reply, Request

Key = tuple[int, int]
"""Where a record stands in the order of its collection: a time or a place, and its number."""


class Collection(Protocol):
    """Records in an order, rendered only when a page shows them."""

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys beyond `after` in that direction, all if it is None."""
        ...

    def render(self, key: Key) -> Json:
        """The record of a key that `walk` has just given."""
        ...


class Listed:
    """A collection that is a list, in the order of the list."""

    def __init__(self, rows: Sequence[Json]):
        self._rows = rows

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the places of the list."""
        size = len(self._rows)
        if is_descending:
            places = range((after[0] if after else size) - 1, -1, -1)
        else:
            places = range(after[0] + 1 if after else 0, size)
        return ((place, 0) for place in places)

    def render(self, key: Key) -> Json:
        """The record in that place."""
        return self._rows[key[0]]


def page(request: Request, rows: Collection, *, is_descending: bool = False) -> Reply:
    """The page that the request asks for; raises Refused for a token that is none of ours."""
    count = parameters.count(request)
    is_backward, edge = _read(request.first("page_token"))
    walk = rows.walk(edge, is_descending=is_descending != is_backward)
    keys = list(islice(walk, count + 1))
    has_more, keys = len(keys) > count, keys[:count]
    following = preceding = None
    if is_backward:
        keys.reverse()
        following = _token("after", keys[-1]) if keys else None
        preceding = _token("before", keys[0]) if has_more else None
    elif keys:
        following = _token("after", keys[-1]) if has_more else None
        preceding = _token("before", keys[0]) if edge is not None else None
    links = {"count": len(keys)} | _links(request, following, preceding)
    return Reply(
        body=msgspec.json.encode(
            {"collection": [rows.render(key) for key in keys], "pagination": links}
        )
    )


def link(request: Request, token: str, base: str) -> str:
    """The URL of the page that `token` names, with the parameters of this request."""
    query = {name: values for name, values in request.query.items() if name != "page_token"}
    return f"{base}{request.path}?{urlencode(query | {'page_token': token}, doseq=True)}"


def _links(request: Request, following: str | None, preceding: str | None) -> Json:
    return {
        "next_page": link(request, following, request.base) if following else None,
        "previous_page": link(request, preceding, request.base) if preceding else None,
        "next_page_token": following,
        "previous_page_token": preceding,
    }


def _token(side: str, key: Key) -> str:
    return urlsafe_b64encode(json.dumps([side, *key]).encode()).decode().rstrip("=")


def _read(token: str) -> tuple[bool, Key | None]:
    if not token:
        return False, None
    try:
        side, first, second = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if side not in ("after", "before"):
            raise ValueError(side)
        return side == "before", (int(first), int(second))
    except (ValueError, TypeError):
        raise Refused(error(400, "cursor")) from None
