"""The requests of a description: listings with their paging, and the time that changes begin at."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.api.pages import (
    Cursor,
    Listing,
    NextLink,
    Offset,
    OnePage,
    Page,
    PageNumber,
    Reading,
)
from connectors.api.turning import Turning
from connectors.config.systems.rest import (
    LINK_HEADER,
    Changes,
    CountedPaging,
    DeletedList,
    Paging,
    RestSource,
    RestStream,
)
from connectors.rest.reading import Heads

SINCE = "{since}"


def turning(paging: Paging) -> Turning:
    """The style of paging."""
    if paging.cursor is not None:
        return Cursor(paging.cursor.answer, paging.cursor.param)
    if paging.offset is not None:
        return Offset(*_counted(paging.offset), overlap=paging.offset.overlap)
    if paging.page is not None:
        return PageNumber(*_counted(paging.page), first=paging.page.first)
    if paging.link is not None:
        return NextLink(None if paging.link == LINK_HEADER else paging.link)
    return OnePage()


def _counted(paging: CountedPaging) -> tuple[str, str | None, int, str | None, bool]:
    path = paging.has_more or paging.total
    return paging.param, paging.size_param, paging.size, path, paging.total is not None


def listing(source: RestSource, stream: RestStream, heads: Heads, *, forced: bool) -> Listing:
    """A stream's list, whole. Of children the path names {id}."""
    return Listing(
        stream.path,
        stream.records or "",
        turning(stream.paging),
        _named(stream.params),
        key=heads.key[0],
        modified=None,
        values=heads.values,
        is_forced=forced,
        body=None if stream.body is None else json.loads(stream.body),
        headers=dict(source.headers),
    )


def deleted_listing(source: RestSource, declared: DeletedList, heads: Heads) -> Listing:
    """The list of what was deleted."""
    return Listing(
        declared.path,
        declared.records or "",
        turning(declared.paging),
        _named(declared.params),
        key=heads.key[0],
        modified=None,
        values=heads.values,
        is_forced=True,
        headers=dict(source.headers),
    )


def _named(params: Mapping[str, str]) -> Mapping[str, str]:
    """Parameters as a listing takes them: their texts are values, for they may hold braces."""
    return {name: f"{{{_VALUE}{number}}}" for number, name in enumerate(params)}


_VALUE = "param "


def values_of(params: Mapping[str, str]) -> Mapping[str, Any]:
    """The texts that the names of `_named` stand for."""
    return {f"{_VALUE}{number}": text for number, text in enumerate(params.values())}


@dataclass(frozen=True)
class Whole:
    """Reads a list whole."""

    listing: Listing
    heads: Heads
    params: Mapping[str, str]

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield its pages."""
        values = {**values_of(self.params), **reading.values}
        for page in self.listing(replace(reading, values=values)):
            yield self.heads.page(page)


@dataclass(frozen=True)
class Changed:
    """Reads of a list what changed since the reading's watermark."""

    listing: Listing
    heads: Heads
    params: Mapping[str, str]
    changes: Changes
    zone: ZoneInfo

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the pages of the changes."""
        if reading.since is None:
            raise ValueError("changes have a beginning")
        since = since_of(self.changes, reading.since, self.zone)
        listing = self.listing
        if self.changes.param is not None:
            listing = replace(listing, params={**listing.params, self.changes.param: SINCE})
        if self.changes.body is not None and listing.body is not None:
            listing = replace(listing, body=_set(listing.body, self.changes.body.split(".")))
        values = {**values_of(self.params), **reading.values, "since": since}
        for page in listing(replace(reading, values=values)):
            yield self.heads.page(page)


def _set(body: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    """A copy of the body with the place for the time at a path."""
    first, *others = path
    inside = body.get(first)
    value = _set(inside if isinstance(inside, Mapping) else {}, others) if others else SINCE
    return {**body, first: value}


def since_of(changes: Changes, since: datetime, zone: ZoneInfo) -> str | int:
    """The time from which on changes are asked for, at most as late as `since`.

    A form without parts of a second rounds down; where the system leaves out what changed at
    exactly that time, one unit earlier is asked for. A number, where it is one alone.
    """
    unit = _unit(changes.format)
    if not changes.is_inclusive:
        since -= unit
    at = since.astimezone(zone)
    found: str | int
    if changes.format in ("epoch", "epoch_ms"):
        found = (since.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // unit
    elif changes.format == "iso":
        found = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    elif changes.format == "date":
        found = at.date().isoformat()
    else:
        found = at.strftime(changes.format)
    return found if changes.value == SINCE else changes.value.replace(SINCE, str(found))


def _unit(form: str) -> timedelta:
    """The least difference that a form shows."""
    if form == "epoch_ms":
        return timedelta(milliseconds=1)
    if form in ("iso", "epoch") or any(code in form for code in ("%S", "%T", "%X", "%c")):
        return timedelta(seconds=1)
    if any(code in form for code in ("%M", "%R")):
        return timedelta(minutes=1)
    return timedelta(hours=1) if "%H" in form else timedelta(days=1)
