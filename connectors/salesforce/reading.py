"""How objects are read: by queries, whole or what changed; in bulk where there is much of it.

How much is expected the first page of a query tells. Queries go over all rows, for those of
archived activities and of the recycle bin are shown by no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.api.http import Request
from connectors.api.pages import Page, Reading
from connectors.api.payloads import Answer, Opener, Record, instant
from connectors.config.systems.salesforce import SalesforceSource
from connectors.errors import StreamFailed
from connectors.salesforce import bulk
from connectors.salesforce.kinds import Kind
from connectors.salesforce.soql import DATA, asks, at, is_long, select

LAG = timedelta(minutes=10)
"""So much is read again: a change may show up late, how late is not documented."""
TOLD_FOR = timedelta(days=14)
"""Deletions are told of for 15 days."""
MASTER = 3
"""Where `VALUES` have the record that this one was merged into."""
VALUES = ("CreatedDate", "IsDeleted", "(none)", "MasterRecordId")
"""What `Records` reads of each record: created, deleted, absorbed ids (none has any), MASTER."""
_BINNED = ("CreatedDate", "SystemModstamp", "(none)", "MasterRecordId")
_TOLD = ("(none)", "deletedDate", "(none)", "(none)")
_ENVELOPE = ("nextRecordsUrl", "totalSize")
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


def gone(record: Record) -> str | None:
    """Of a deleted record the id of the one that it was merged into, "" for none; else None."""
    is_deleted, master = record.values[1], record.values[MASTER]
    if is_deleted in (None, False, "false"):
        return None
    return str(master or "")


@dataclass(frozen=True)
class Whole:
    """All records of an object that are not deleted."""

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; a position is where the next page of the query, or the job, goes on."""
        is_there = ("IsDeleted = false",) if "IsDeleted" in self.kind.core else ()
        yield from _walk(self.kind, reading, is_there, "Id")


@dataclass(frozen=True)
class Changed:
    """The records of an object that changed since a watermark, deleted ones too."""

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them, oldest change first; positions are as of a whole read."""
        kind = self.kind
        where = [f"{kind.modified} >= {at(reading.since or _EARLIEST)}"]
        if kind.hides_deleted:
            where.append("IsDeleted = false")
        yield from _walk(kind, reading, tuple(where), f"{kind.modified}, Id")


@dataclass(frozen=True)
class Deleted:
    """What was deleted since a time, also what is not even in the recycle bin any more.

    Without a time, what is in the bin, which says what was merged into what.
    """

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; the position of what was deleted since is up to when Salesforce can tell."""
        if reading.since is not None:
            if reading.values["is_told"]:
                yield self._since(reading, reading.since)
            return
        core = [*self.kind.core]
        if "MasterRecordId" in reading.values["names"]:
            core.append("MasterRecordId")
        text = select(self.kind.sobject, core, ("IsDeleted = true",), "Id")
        opener = Opener("records", "Id", self.kind.modified, _BINNED, _ENVELOPE)
        for answer, _ in _pages(reading, asks(text), opener):
            yield Page(answer.records, None)

    def _since(self, reading: Reading, since: datetime) -> Page:
        now = reading.client.vendor_time or reading.values["sync"].now
        # a shorter time than a minute is refused
        start = min(since, now - timedelta(minutes=2))
        span = {
            "start": start.isoformat(timespec="seconds"),
            "end": now.isoformat(timespec="seconds"),
        }
        path = f"{DATA}/sobjects/{self.kind.sobject}/deleted/"
        opener = Opener("deletedRecords", "id", None, _TOLD, ("latestDateCovered",))
        answer = reading.client.get(Request(path, urlencode(span), is_forced=True), opener)
        return Page(answer.records, instant(answer.envelope[0]))


def _walk(kind: Kind, reading: Reading, where: tuple[str, ...], order: str) -> Iterator[Page]:
    position: Mapping[str, Any] = reading.position or {}
    names = reading.values["names"]
    # a job gives no order that costs it something
    text = select(kind.sobject, names, where)
    ordered = select(kind.sobject, names, where, order)
    if "job" in position or (kind.is_bulk and is_long(ordered)):
        yield from bulk.pages(kind, reading, text, VALUES, position)
        return
    opener = Opener("records", "Id", kind.modified, VALUES, _ENVELOPE)
    request = _further(position["next"]) if "next" in position else asks(ordered)
    for answer, following in _pages(reading, request, opener):
        total = answer.envelope[1]
        if following and "next" not in position and kind.is_bulk and total > _most(reading):
            yield from bulk.pages(kind, reading, text, VALUES, {})
            return
        position = {"next": following}
        yield Page(answer.records, position if following else None, total)


def _pages(
    reading: Reading, request: Request, opener: Opener
) -> Iterator[tuple[Answer, str | None]]:
    """The pages of a query, each with the address of the next."""
    seen = set[str]()
    while True:
        answer = reading.client.get(request, opener)
        following = answer.envelope[0]
        yield answer, following
        if not following:
            return
        if following in seen:
            raise StreamFailed(
                f"{reading.client.name}: {request.path.partition('?')[0]} gave the same next page "
                "twice; it would never end, run again later"
            )
        seen.add(following)
        request = _further(following)


def _further(address: str) -> Request:
    return Request(address, has_cursor=True)


def _most(reading: Reading) -> int:
    """More rows than this are read in bulk."""
    settings = reading.values["sync"].source.settings
    return settings.bulk_rows if isinstance(settings, SalesforceSource) else 10_000


@dataclass(frozen=True)
class Query:
    """All rows that a query finds, for what is read whole each night."""

    text: str

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them. Raises StreamFailed on a loop."""
        opener = Opener("records", "Id", "SystemModstamp", (), _ENVELOPE)
        for answer, following in _pages(reading, asks(self.text), opener):
            yield Page(answer.records, following, answer.envelope[1])
