"""What a record says by itself: its key, when it changed, whether it is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from connectors.api.pages import Page
from connectors.api.payloads import Record
from connectors.config.systems.rest import Keys, RestStream
from connectors.rest.times import Times

FLAG = 3
"""Where a record's values hold its flag, behind those that every stream of records reads."""


def parts_of(key: Keys) -> tuple[str, ...]:
    """The paths of a key."""
    return (key,) if isinstance(key, str) else tuple(key)


@dataclass(frozen=True)
class Heads:
    """Reads the heads of a stream's records from what a listing takes out of each.

    `values` are the paths that the listing has to take out beside the first part of the key.
    """

    key: tuple[str, ...]
    times: Times
    modified: str | None = None
    created: str | None = None
    flag: str | None = None
    deleted_at: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """One path for each thing; the key stands for what is not there."""
        named = (self.modified, self.created, self.flag, self.deleted_at)
        return (*(path or self.key[0] for path in named), *self.key[1:])

    def page(self, page: Page) -> Page:
        """The page with its records' heads."""
        return Page([self.record(one) for one in page.records], page.position, page.total)

    def record(self, record: Record) -> Record:
        """The record with its whole key and modified time.

        Its values are (created, deleted, absorbed, flag).
        """
        modified, created, flag, deleted_at, *others = record.values
        key = "|".join([record.key, *("" if part is None else str(part) for part in others)])
        at = self.times.read(modified) if self.modified else None
        values = (
            _text(self.times.read(created)) if self.created else None,
            _text(self.times.read(deleted_at)) if self.deleted_at else None,
            None,
            flag if self.flag else None,
        )
        return msgspec.structs.replace(record, key=key, modified_at=at, values=values)


def heads_of(stream: RestStream, times: Times) -> Heads:
    """How the heads of a stream's own records are read."""
    flag = stream.deleted.flag
    return Heads(parts_of(stream.key), times, stream.modified, stream.created, flag)


@dataclass(frozen=True)
class Flagged:
    """Tells by its flag whether a record is deleted."""

    words: Sequence[str]

    def __call__(self, record: Record) -> bool:
        """Whether it is."""
        flag = record.values[FLAG]
        if flag is None:
            return False
        text = str(flag) if not isinstance(flag, bool) else str(flag).lower()
        return text.strip().lower() in self.words


def flagged(stream: RestStream) -> Flagged | None:
    """The test of a stream's flag, None where it has none."""
    if stream.deleted.flag is None:
        return None
    return Flagged([word.strip().lower() for word in stream.deleted.values])


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
