"""Walking through a listing page by page.

A *reader* is any function from a `Reading` to pages; `Listing` is the one that needs no code.
A page is asked for once the one before has landed: landing it takes a hundredth of the time of a
call, and a thread that reads ahead costs more than that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin

from connectors.api.http import Client, Request
from connectors.api.payloads import Answer, Opener, Record
from connectors.api.turning import (
    Counted,
    Cursor,
    NextLink,
    Offset,
    OnePage,
    PageNumber,
    Turning,
)
from connectors.errors import CursorRejected, StreamFailed

__all__ = [
    "Cursor",
    "Listing",
    "NextLink",
    "Offset",
    "OnePage",
    "Page",
    "PageNumber",
    "Reader",
    "Reading",
]


@dataclass(frozen=True)
class Page:
    """Records and where to go on after them; `position` None after the last page."""

    records: Sequence[Record]
    position: Any
    total: int | None = None
    """How many records there are in all, where the vendor says so."""


@dataclass(frozen=True)
class Reading:
    """What one walk through a listing is for.

    `since` is the watermark to start from (None: everything), `position` where an interrupted walk
    goes on, `values` fill the listing's path and parameters.
    """

    client: Client
    since: datetime | None = None
    position: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)


Reader = Callable[[Reading], Iterator[Page]]


@dataclass(frozen=True)
class Listing:
    """A listing. `path` and the values of `params` may name fields of `Reading.values`.

    A parameter whose value is a list is sent once for each item, one that is None not at all. With
    a `body` it is asked for by POST, and what turns the pages goes into the body, at dotted paths;
    a text of the body that is the name of a field, "{since}", becomes its value.
    """

    path: str
    records: str
    pages: Turning
    params: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    modified: str | None = "updatedAt"
    values: tuple[str, ...] = ()
    is_forced: bool = False
    body: Mapping[str, Any] | None = None
    cost: float = 1.0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def opener(self) -> Opener:
        """Opens the answers."""
        return Opener(self.records, self.key, self.modified, self.values, self.pages.envelope)

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the pages from the reading's position on.

        Raises StreamFailed on a loop, CursorRejected where records have moved out of sight.
        """
        yield from self.walk(reading, self.opener)

    def walk(self, reading: Reading, opener: Callable[[bytes], Answer]) -> Iterator[Page]:
        """The same with another way to open answers, which must show the records all the same."""
        # the same for every page, and long where many fields are asked for
        path = self.path.format_map(dict(reading.values))
        query = self._query(reading.values)
        position, seen = reading.position, set[str]()
        counting = _Counting(self, reading) if isinstance(self.pages, Counted) else None
        while True:
            request = self._request(path, query, position, reading)
            answer, headers = reading.client.ask(request, opener)
            position = self.pages.following(position, answer, headers)
            if isinstance(self.pages, NextLink) and position is not None:
                # as it stands it may be relative to the page
                base = urljoin(reading.client.api_url.rstrip("/") + "/", request.path.lstrip("/"))
                position = urljoin(base, position)
            total = counting.checked(answer, position) if counting else None
            yield Page(answer.records, position, total)
            if position is None:
                return
            if str(position) in seen:
                raise StreamFailed(_loop(self, reading))
            seen.add(str(position))

    def _request(self, path: str, query: str, position: Any, reading: Reading) -> Request:
        common: dict[str, Any] = {
            "is_forced": self.is_forced,
            "cost": self.cost,
            "headers": self.headers,
        }
        if isinstance(self.pages, NextLink) and position is not None:
            return Request(position, has_cursor=True, **common)
        asked = self.pages.asked(position)
        has_cursor = isinstance(self.pages, Cursor) and position is not None
        if self.body is None:
            turn = urlencode(asked)
            query = f"{query}&{turn}" if query and turn else query or turn
            return Request(path, query, has_cursor=has_cursor, **common)
        body = filled_body(self.body, reading.values)
        for name, value in asked.items():
            _put(body, name, value)
        return Request(path, query, "POST", body, has_cursor=has_cursor, **common)

    def _query(self, values: Mapping[str, Any]) -> str:
        return urlencode(
            [
                (name, value)
                for name, template in self.params.items()
                for value in _filled(template, values)
            ]
        )


class _Counting:
    """Watches a listing whose pages are counted: it may repeat, be capped, or move."""

    def __init__(self, listing: Listing, reading: Reading) -> None:
        self.listing, self.reading = listing, reading
        self.before: list[str] = []
        self.most = 0

    def checked(self, answer: Answer, position: Any) -> int | None:
        """How many records there are in all, if told; takes out those of the page before."""
        pages, name = self.listing.pages, self.reading.client.name
        assert isinstance(pages, Counted)  # noqa: S101 - the listing sees to it
        keys = [record.key for record in answer.records]
        total = pages.total(answer)
        if self.before:
            if keys == self.before and position is not None:
                raise StreamFailed(_loop(self.listing, self.reading))
            if pages.has_moved(self.before, keys, total is not None and total < self.most):
                raise CursorRejected(
                    f"{name}: {self.listing.path} lost records while it was read; run again"
                )
            held = set(self.before)
            answer.records[:] = [record for record in answer.records if record.key not in held]
            if pages.is_capped(len(self.before), answer):
                raise StreamFailed(
                    f"{name}: {self.listing.path} gives {len(self.before)} records a page where "
                    f"{pages.size} are expected; write that as its size"
                )
        self.before, self.most = keys, max(self.most, total or 0)
        return total


def _loop(listing: Listing, reading: Reading) -> str:
    return (
        f"{reading.client.name}: {listing.path} gave the same next page twice; it would "
        "never end, run again later"
    )


def filled_body(body: Any, values: Mapping[str, Any]) -> Any:
    """A copy of a body with the names of fields, "{since}", replaced; what is None is left out."""
    if isinstance(body, Mapping):
        inside = {name: filled_body(value, values) for name, value in body.items()}
        return {name: value for name, value in inside.items() if value is not None}
    if isinstance(body, list | tuple):
        return [filled_body(value, values) for value in body]
    if isinstance(body, str) and body.startswith("{") and body.endswith("}"):
        return values.get(body[1:-1])
    return body


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    """Set a dotted path of a body."""
    *outer, last = path.split(".")
    for step in outer:
        body = body.setdefault(step, {})
    body[last] = value


def _filled(template: str, values: Mapping[str, Any]) -> list[str]:
    """The values of a parameter: none, one, or one per item of a list."""
    if not (template.startswith("{") and template.endswith("}")):
        return [template.format_map(dict(values))]
    value = values[template[1:-1]]
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
