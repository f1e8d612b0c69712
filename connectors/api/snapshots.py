"""Streams that are read whole each night, and of which only what differs is landed.

For lists that are small, and for a window of time where the vendor has no way to ask for changes.
State of the one partition "":

    seen    record -> [digest of its payload, when it begins], of what the next read will show
    rows    records held
    is_complete    whether the last read reached its end
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.api.pages import Page, Reader, Reading
from connectors.api.payloads import Record, instant
from connectors.api.stream import AGAIN, Sync, instant_text, nothing_asked
from connectors.errors import CursorRejected, NotFound, ScopeMissing

STARTS, ENDS = 0, 1
"""What a windowed snapshot reads of each record, as positions in `Record.values`."""


@dataclass(frozen=True)
class Window:
    """Part of a listing by time: from `lookback` before now on, once everything has been read.

    What begins before it is not remembered: it can neither change nor be missed any more.

    What ended within `again` lands whether it differs or not, so that its children are read again:
    something about them may have changed that the record itself does not show.
    """

    lookback: timedelta
    again: timedelta = timedelta(0)


@dataclass(frozen=True)
class Part:
    """One of the listings that make up a snapshot.

    With a `prefix` record ids are `<prefix>:<key>`, for keys that are unique in their listing only.
    A part that is optional and forbidden stays as it was.
    """

    read: Reader
    prefix: str = ""
    context: str | None = None
    parent: str | None = None
    is_optional: bool = False


@dataclass(frozen=True)
class Snapshot:
    """A stream that is read whole; `values` fill the paths and parameters of its parts."""

    name: str
    parts: Callable[[Sync], Sequence[Part]]
    window: Callable[[Sync], Window] | None = None
    values: Callable[[Sync], Mapping[str, Any]] = nothing_asked
    parents: tuple[str, ...] = ()
    scope: str = ""
    is_optional: bool = False

    def sync(self, sync: Sync) -> None:
        """Land what differs from the last read, and tombstones of what is gone."""
        # first, for it may ask the vendor and so tell its time
        values = self.values(sync)
        state = sync.writer.state.get("", {})
        was_complete = state.get("is_complete", False)
        window = self.window(sync) if self.window else None
        edge = sync.vendor_now - window.lookback if window else None
        since = edge if was_complete else None
        seen: dict[str, list[Any]] = dict(state.get("seen", {}))
        try:
            found, passed = self._read(sync, seen, since, window, values)
        except CursorRejected:
            seen = dict(sync.writer.state.get("", {}).get("seen", {}))
            found, passed = self._read(sync, seen, since, window, values)
        expected = {key for key, (_, starts) in seen.items() if _is_from(starts, since)}
        sync.guard(len(found), len(expected) if was_complete else None)
        gone = expected - found.keys()
        for key in sorted(gone):
            sync.add_tombstone(key)
        held = sync.writer.state.get("", {}).get("rows", 0)
        rows = len(found) + passed if since is None else held - len(gone)
        kept = {key: has for key, has in found.items() if _is_from(has[1], edge)}
        sync.writer.commit({"": {"seen": kept, "rows": rows, "is_complete": True}})

    def _read(
        self,
        sync: Sync,
        seen: Mapping[str, list[Any]],
        since: datetime | None,
        window: Window | None,
        values: Mapping[str, Any],
    ) -> tuple[dict[str, list[Any]], int]:
        """Land what differs from `seen`; returns what was found, as the state holds it.

        And how many beside it began too early to be held.
        """
        found: dict[str, list[Any]] = {}
        passed = 0
        landed = dict(seen)
        # what is closed on the way holds the rows landed by then, and counts each of them once:
        # after a kill they need not land again
        state = sync.writer.state.get("", {})
        sync.writer.state = {"": {"rows": 0, **state, "seen": landed}}
        for part in self.parts(sync):
            try:
                for page in part.read(Reading(sync.client, since, None, values)):
                    passed += self._land(sync, part, page, window, found, landed)
            except (ScopeMissing, NotFound):
                if not part.is_optional:
                    raise
                found |= {key: has for key, has in seen.items() if _is_of(key, part)}
        return found, passed

    def _land(
        self,
        sync: Sync,
        part: Part,
        page: Page,
        window: Window | None,
        found: dict[str, list[Any]],
        landed: dict[str, list[Any]],
    ) -> int:
        """Land what of a page differs from what has `landed`; adds to both.

        Returns how many of it are too early to be added, so that a first read of however many
        years takes no more memory than its window.
        """
        state = sync.writer.state[""]
        edge = sync.vendor_now - window.lookback if window else None
        passed = 0
        for record in page.records:
            key = f"{part.prefix}:{record.key}" if part.prefix else record.key
            if key in found:
                continue
            starts = instant_text(instant(record.values[STARTS])) if window else None
            if key not in landed and not _is_from(starts, edge):
                sync.add(
                    msgspec.structs.replace(record, key=key),
                    parent=part.parent,
                    context=part.context,
                )
                passed += 1
                continue
            found[key] = [_digest(record), starts]
            differs = landed.get(key) != found[key]
            if differs or _is_again(sync, record, window):
                context = part.context if differs else AGAIN
                sync.add(
                    msgspec.structs.replace(record, key=key), parent=part.parent, context=context
                )
                state["rows"] += key not in landed
                landed[key] = found[key]
        sync.told(len(page.records), page.total)
        return passed


def _is_of(key: str, part: Part) -> bool:
    return bool(part.prefix) and key.startswith(f"{part.prefix}:")


def _digest(record: Record) -> str:
    return hashlib.blake2b(record.payload.encode(), digest_size=8).hexdigest()


def _is_from(starts: str | None, since: datetime | None) -> bool:
    return since is None or starts is None or datetime.fromisoformat(starts) > since


def _is_again(sync: Sync, record: Record, window: Window | None) -> bool:
    if window is None or len(record.values) <= ENDS:
        return False
    ended = instant(record.values[ENDS])
    now = sync.vendor_now
    return ended is not None and now - window.again <= ended <= now
