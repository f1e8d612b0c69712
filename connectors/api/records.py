"""Streams of records that say when they were modified: read whole once, then what changed.

State of the one partition "":

    watermark    everything modified before it has landed; moves only when a walk is complete, and
                 never past the vendor's time at its start minus `lag`
    recent       record -> [modified, created] (and a digest, where times are coarse) of what has
                 landed from the watermark on: the next walk reads it again and lands what differs
    basis        what was asked of each record (field names): more of it means reading all anew
    deleted_at   deletions before it have landed; `deleted` record -> when, of those from then on
    gone         record -> when, of those that `changes` showed as deleted and `deleted` may tell of
    rows         records held; None where more were new than `recent` can tell apart
    whole_at     when everything was read last, for streams that do it again after a time
    walk         an unfinished walk: whether it is whole, since, started, position and the rest
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.api.deletions import CREATED, MOST_RECENT, Deletions
from connectors.api.pages import Page, Reader, Reading
from connectors.api.payloads import Record, instant
from connectors.api.stream import Sync, instant_of, instant_text, nothing_asked
from connectors.errors import CursorRejected, TruncatedRead
from connectors.landed import missing_from

__all__ = ["CREATED", "Records"]

State = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """A stream of records with a modified time.

    `whole` and `changes` read everything and what was modified since a watermark; their records
    carry (created, deleted, absorbed ids) as values. `deleted` lists all that is deleted. `asked`
    gives what is asked of each record, as `Reading.values`; its `names` are the basis. `lag` is how
    late a change may show up in `changes`. `is_coarse`: a record may change twice at one time, so
    what it says tells its versions apart, too. `can_count`: records say when they were created.

    `gone`: `changes` shows what is deleted as well; of a record that is gone it gives the id that
    it was merged into, "" for none. `told_for`: `deleted` gives what was deleted since the
    reading's `since`, no further back than this, so that a longer pause means reading everything
    anew; everything that is deleted where there is no `since`, after a whole read. The position of
    its pages is then the instant up to which it knows of deletions.
    """

    name: str
    whole: Reader
    changes: Reader
    deleted: Reader | None = None
    asked: Callable[[Sync], Mapping[str, Any]] = nothing_asked
    lag: timedelta = timedelta(0)
    is_coarse: bool = False
    can_count: bool = True
    whole_after: Callable[[Sync], timedelta] | None = None
    gone: Callable[[Record], str | None] | None = None
    told_for: timedelta | None = None
    parents: tuple[str, ...] = ()
    scope: str = ""
    is_optional: bool = False

    def sync(self, sync: Sync) -> None:
        """Land what changed since the watermark; everything if there is none."""
        work = _Work(self, sync)
        try:
            work.read()
        except CursorRejected:
            work.walk = work.new_walk(is_whole=True)
            work.read()
        work.finish()


class _Work:
    """One sync of a records stream; `state` is what the last complete walk left."""

    def __init__(self, stream: Records, sync: Sync) -> None:
        self.stream, self.sync = stream, sync
        self.asked = stream.asked(sync)
        self.names = sorted(self.asked.get("names", ()))
        self.state: State = dict(sync.writer.state.get("", {}))
        walk = self.state.pop("walk", None)
        self.deletions = Deletions(stream, sync, self.state)
        is_known = self.state.get("watermark") is not None and self._covers(self.state)
        is_known = is_known and not self._is_overdue()
        self.walk = walk if walk and self._covers(walk) else self.new_walk(is_whole=not is_known)

    def _is_overdue(self) -> bool:
        """Whether the last whole read, or the last word of deletions, was too long ago."""
        read_at, after = instant_of(self.state, "whole_at"), self.stream.whole_after
        if after and read_at and self.sync.now - read_at > after(self.sync):
            return True
        until, told_for = instant_of(self.state, "deleted_until"), self.stream.told_for
        return bool(told_for and until and self.sync.now - until > told_for)

    def _covers(self, state: State) -> bool:
        return set(state.get("basis", ())).issuperset(self.names)

    def new_walk(self, *, is_whole: bool) -> State:
        """A walk that has not begun."""
        can_count = self.stream.can_count and self.state.get("is_recent_whole", True)
        return {
            "is_whole": is_whole,
            "is_read": False,
            "since": None if is_whole else self.state["watermark"],
            "started": None,
            "position": None,
            "newest": None,
            "rows": 0 if is_whole else self.state.get("rows") if can_count else None,
            "recent": {},
            "is_recent_whole": True,
            "absorbed": [],
            "gone": {},
            "basis": self.names,
            "before": self.sync.writer.number,
        }

    def read(self) -> None:
        """Land the pages of the walk, from where it was interrupted on."""
        walk = self.walk
        if walk["is_read"]:
            return
        reader = self.stream.whole if walk["is_whole"] else self.stream.changes
        reading = Reading(self.sync.client, instant_of(walk, "since"), walk["position"], self.asked)
        begun = time.monotonic()
        for page in reader(reading):
            walk["started"] = walk["started"] or self._started(begun)
            self._land(page)
            walk["position"], walk["is_read"] = page.position, page.position is None
            # what is closed from here on holds all rows of this page
            self.sync.writer.state = {"": {**self.state, "walk": dict(walk)}}
            self.sync.told(len(page.records), page.total)
        walk["is_read"] = True
        walk["started"] = walk["started"] or self._started(begun)

    def _started(self, begun: float) -> str | None:
        """The vendor's time when the first page was asked for, known once that has been answered.

        What changed between the two may not be in it.
        """
        return instant_text(self.sync.vendor_now - timedelta(seconds=time.monotonic() - begun))

    def _land(self, page: Page) -> None:
        walk = self.walk
        newest, edge = instant_of(walk, "newest"), self._edge() if walk["newest"] else None
        # a segment that is closed within the page holds what was seen before the page
        seen: dict[str, list[str | None]] = {}
        for record in page.records:
            at = record.modified_at
            if at and (newest is None or at > newest):
                newest = at
            if not walk["is_whole"]:
                into = self.stream.gone(record) if self.stream.gone else None
                if not self._differs(record, seen, is_gone=into is not None):
                    continue
                if into is not None:
                    self._land_gone(record, into)
                    continue
            else:
                walk["rows"] += 1
                if edge is None or (at and at >= edge):
                    seen[record.key] = self._sight(record)
                else:
                    # the edge only grows: the next walk begins after this version
                    seen.pop(record.key, None)
                    walk["recent"].pop(record.key, None)
            self.sync.add(record)
            self.deletions.add_absorbed(record, walk)
        walk["newest"] = instant_text(newest)
        walk["recent"].update(seen)
        if len(walk["recent"]) > MOST_RECENT:
            self._forget()

    def _land_gone(self, record: Record, into: str) -> None:
        """Land that a record is deleted, unless the last walk was told so."""
        at = instant_text(record.modified_at)
        if at is None or self.state.get("deleted", {}).get(record.key) != at:
            self.deletions.add(record, self.walk, into)
        self.walk["gone"][record.key] = at

    def _differs(
        self, record: Record, seen: dict[str, list[str | None]], *, is_gone: bool = False
    ) -> bool:
        """Whether a record that changed is not the version that has landed; counts new ones."""
        walk, known = self.walk, self.state.get("recent", {})
        sight = self._sight(record)
        modified, created = sight[:2]
        if walk["rows"] is not None and created and created >= walk["since"]:
            is_met = record.key in walk["recent"] or record.key in seen
            is_new = record.key not in known
            if not is_gone:
                walk["rows"] += is_new and not is_met
            elif is_met and is_new and record.key not in walk["gone"]:
                walk["rows"] -= 1
        seen[record.key] = sight
        return modified is None or known.get(record.key) != sight

    def _sight(self, record: Record) -> list[str | None]:
        """The version of a record, as `recent` holds it."""
        times = [instant_text(record.modified_at), instant_text(instant(record.values[CREATED]))]
        if not self.stream.is_coarse:
            return [*times]
        return [*times, hashlib.blake2b(record.payload.encode(), digest_size=8).hexdigest()]

    def _edge(self) -> datetime:
        """Where the next walk would begin if this one were complete."""
        newest = instant_of(self.walk, "newest") or instant_of(self.walk, "since")
        latest = (instant_of(self.walk, "started") or self.sync.vendor_now) - self.stream.lag
        return min(newest, latest) if newest else latest

    def _recent(self, edge: datetime) -> dict[str, list[str | None]]:
        since = edge.isoformat()
        seen: dict[str, list[str | None]] = self.walk["recent"]
        return {key: times for key, times in seen.items() if (times[0] or "") >= since}

    def _forget(self) -> None:
        """Drop what the next walk will not read again and, if need be, the oldest of the rest."""
        walk = self.walk
        walk["recent"] = self._recent(self._edge())
        if len(walk["recent"]) > MOST_RECENT // 2:
            by_time = sorted(walk["recent"].items(), key=lambda seen: seen[1][0] or "")
            walk["recent"] = dict(by_time[-MOST_RECENT // 2 :])
            walk["is_recent_whole"] = False

    def finish(self) -> None:
        """Land the deletions and move the watermark."""
        walk = self.walk
        is_anew = walk["is_whole"] and walk["before"]
        if is_anew:
            self._guard()
        gone, deletions = self.deletions.land(walk, self.asked)
        if is_anew:
            self._land_missing()
        watermark = self._edge()
        rows = (
            walk["rows"] if walk["rows"] is None else max(walk["rows"] - gone - self._merged(), 0)
        )
        self.sync.writer.commit(
            {
                "": {
                    "watermark": instant_text(watermark),
                    "recent": self._recent(watermark),
                    "is_recent_whole": walk["is_recent_whole"],
                    "basis": walk["basis"],
                    "rows": rows,
                    **self._whole_at(),
                    **deletions,
                }
            }
        )

    def _whole_at(self) -> State:
        """When everything was read last, where that counts."""
        if self.stream.whole_after is None:
            return {}
        is_whole = self.walk["is_whole"]
        return {"whole_at": instant_text(self.sync.now) if is_whole else self.state.get("whole_at")}

    def _merged(self) -> int:
        """How many records that are gone were held before the walk; survivors name old ones too."""
        return self.deletions.held_before({*self.walk["absorbed"], *self.walk["gone"]}, self.walk)

    def _guard(self) -> None:
        try:
            self.sync.guard(self.walk["rows"], self.state.get("rows"))
        except TruncatedRead:
            # what was read stays, but the next night walks anew
            self.sync.writer.commit({"": self.state})
            raise

    def _land_missing(self) -> None:
        """Tombstones of what was there before a whole walk and is neither in it nor deleted."""
        sync, name = self.sync, self.stream.name
        # the rows of the walk are on disk before anything is missed among them
        sync.writer.commit({"": {**self.state, "walk": self.walk}})
        paths = sync.landing.segments(sync.source.name, name)
        for key in missing_from(paths, self.walk["before"]):
            sync.add_tombstone(key)
