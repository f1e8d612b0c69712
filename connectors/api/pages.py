"""Walking through a listing page by page.

A *reader* is any function from a `Reading` to pages; `Listing` is the one that needs no code.
A page is asked for once the one before has landed: landing it takes a hundredth of the time of a
call, and a thread that reads ahead costs more than that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from connectors.api.http import Client, Request
from connectors.api.payloads import Answer, Opener, Record
from connectors.errors import StreamFailed


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
class Cursor:
    """The answer holds a cursor that goes into a parameter of the next request."""

    answer: str
    param: str


@dataclass(frozen=True)
class OnePage:
    """There are no further pages."""

    answer: str = ""


@dataclass(frozen=True)
class Listing:
    """A GET listing. `path` and the values of `params` may name fields of `Reading.values`.

    A parameter whose value is a list is sent once for each item, one that is None not at all.
    """

    path: str
    records: str
    pages: Cursor | OnePage
    params: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    modified: str | None = "updatedAt"
    values: tuple[str, ...] = ()
    is_forced: bool = False

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the pages from the reading's position on. Raises StreamFailed on a loop."""
        envelope = (self.pages.answer,) if self.pages.answer else ()
        opener = Opener(self.records, self.key, self.modified, self.values, envelope)
        path = self.path.format_map(dict(reading.values))
        # the same for every page, and long where many fields are asked for
        query = self._query(reading.values)
        position, seen = reading.position, set[str]()
        while True:
            request = self._request(path, query, position)
            answer: Answer = reading.client.get(request, opener)
            following = answer.envelope[0] if answer.envelope else None
            position = None if following in (None, "") else str(following)
            yield Page(answer.records, position)
            if position is None:
                return
            if position in seen:
                raise StreamFailed(
                    f"{reading.client.name}: {self.path} gave the same next page twice; it would "
                    "never end, run again later"
                )
            seen.add(position)

    def _request(self, path: str, query: str, position: Any) -> Request:
        if position is None or not isinstance(self.pages, Cursor):
            return Request(path, query, is_forced=self.is_forced)
        cursor = urlencode({self.pages.param: position})
        query = f"{query}&{cursor}" if query else cursor
        return Request(path, query, has_cursor=True, is_forced=self.is_forced)

    def _query(self, values: Mapping[str, Any]) -> str:
        return urlencode(
            [
                (name, value)
                for name, template in self.params.items()
                for value in _filled(template, values)
            ]
        )


def _filled(template: str, values: Mapping[str, Any]) -> list[str]:
    """The values of a parameter: none, one, or one per item of a list."""
    if not (template.startswith("{") and template.endswith("}")):
        return [template.format_map(dict(values))]
    value = values[template[1:-1]]
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
