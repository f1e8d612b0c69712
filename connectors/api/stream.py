"""What every kind of stream shares: its facts, and what one sync of it works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from connectors.api.http import Client
from connectors.api.payloads import Record
from connectors.connector import ConfiguredSource, Progress
from connectors.errors import TruncatedRead
from connectors.landing import Landing, Row, Writer

AGAIN = '{"again":true}'
"""The context of a row that landed only so that its children are read again."""
SMALLEST_GUARDED = 10
"""A listing of fewer records may well lose more than half of them."""


@dataclass
class Sync:
    """One sync of one stream: where it reads, where it writes, what it has counted."""

    source: ConfiguredSource
    client: Client
    landing: Landing
    writer: Writer
    now: datetime
    accept_shrink: bool
    progress: Progress
    deleted: int = 0
    read: int = 0
    """Records read, landed or not."""

    @property
    def vendor_now(self) -> datetime:
        """The vendor's clock as of its last answer, ours before the first."""
        return self.client.vendor_time or self.now

    def told(self, count: int, total: int | None = None) -> None:
        """Count records as read and show how far the stream is."""
        self.read += count
        self.progress(self.client.name, self.read, total)

    def guard(self, rows: int, before: int | None) -> None:
        """Refuse a complete read of less than half of the last one, unless that was accepted."""
        if self.accept_shrink or before is None or before < SMALLEST_GUARDED:
            return
        if rows * 2 < before:
            raise TruncatedRead(self.client.name, rows, before)

    def add(self, record: Record, *, parent: str | None = None, context: str | None = None) -> None:
        """Land one record as it was received."""
        self.writer.add(row_of(record, parent=parent, context=context))

    def add_tombstone(self, key: str, *, context: str | None = None) -> None:
        """Land that a record is gone, of which no more is known than its id."""
        self.deleted += 1
        self.writer.add(Row(key, "{}", context=context, is_deleted=True))


def row_of(record: Record, *, parent: str | None = None, context: str | None = None) -> Row:
    """A record as a landed row."""
    # by place, which takes half the time of by name
    return Row(
        record.key,
        record.payload,
        parent,
        context,
        record.original,
        record.modified_at,
        False,
        record.error,
    )


class Stream(Protocol):
    """A stream of a system, declared as data; one class for each kind of stream."""

    @property
    def name(self) -> str:
        """The stream's name: the last part of its raw table."""

    @property
    def parents(self) -> tuple[str, ...]:
        """Streams whose landed rows this one reads."""

    @property
    def scope(self) -> str:
        """What to grant if it is forbidden."""

    @property
    def is_optional(self) -> bool:
        """Forbidden, it is unavailable; the warehouse is sound without it."""

    def sync(self, sync: Sync) -> None:
        """Read what is new and land it with the state it reaches."""


def nothing_asked(_: Sync) -> Mapping[str, Any]:
    """For streams whose requests are the same for every source."""
    return {}


def instant_text(at: datetime | None) -> str | None:
    """An instant as state holds it."""
    return at.isoformat() if at else None


def instant_of(state: Mapping[str, Any], name: str) -> datetime | None:
    """An instant from state."""
    text = state.get(name)
    return datetime.fromisoformat(text) if text else None
