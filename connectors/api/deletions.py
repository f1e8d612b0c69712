"""What is deleted of a records stream: lists of deletions, and what was merged into what."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from connectors.api.pages import Reader, Reading
from connectors.api.payloads import Record, instant
from connectors.api.stream import Sync, instant_of, instant_text, row_of
from connectors.landed import held_among

CREATED, DELETED, ABSORBED = 0, 1, 2
"""What a records stream reads beside key and modified time, as positions in `Record.values`."""

MOST_RECENT = 20_000
"""Records that a state remembers at the most; what is beyond lands again, which changes nothing."""

State = dict[str, Any]


class Deleting(Protocol):
    """What a records stream says of its deletions; see `Records`."""

    @property
    def name(self) -> str:
        """The stream's name."""

    @property
    def deleted(self) -> Reader | None:
        """The list of what is deleted."""

    @property
    def gone(self) -> Callable[[Record], str | None] | None:
        """Whether a record is gone, and what it was merged into."""

    @property
    def told_for(self) -> timedelta | None:
        """How far back the list reaches, where it can be asked for what is new."""

    @property
    def lag(self) -> timedelta:
        """How late a change may show up."""


class Deletions:
    """Lands what is gone; `state` is what the last complete walk left, a `walk` tonight's."""

    def __init__(self, stream: Deleting, sync: Sync, state: State) -> None:
        self.stream, self.sync, self.state = stream, sync, state

    def land(self, walk: State, asked: Mapping[str, Any]) -> tuple[int, State]:
        """Land the new deletions; returns how many had been held, and their part of the state."""
        since, known = self.state.get("deleted_at"), self.state.get("deleted", {})
        if self.stream.deleted is None:
            return 0, {}
        # one that is deleted while pages are turned may be passed by, though a later one is not
        latest = (self.sync.vendor_now - self.stream.lag).isoformat()
        held_before, recent = self.state.get("watermark"), self.state.get("recent", {})
        newest, times, gone = since, dict[str, str](known), 0
        undated, until = set[str](), self._until(walk)
        landed: dict[str, str | None] = {**self.state.get("gone", {}), **walk["gone"]}
        is_anew = walk["is_whole"] or self.stream.told_for is None
        begins = None if is_anew else instant_of(self.state, "deleted_until")
        for page in self.stream.deleted(Reading(self.sync.client, begins, None, asked)):
            if until and page.position:
                until = min(until, page.position)
            for record in page.records:
                at = instant_text(instant(record.values[DELETED]))
                if at and since and (at < since or known.get(record.key) == at):
                    continue
                if at:
                    newest, times[record.key] = max(newest or at, at), at
                    if len(times) > MOST_RECENT:
                        times = _from(min(newest, latest), times)
                if record.key in landed:
                    continue
                into = self.stream.gone(record) if self.stream.gone else None
                self.add(record, walk, into or "")
                created = instant_text(instant(record.values[CREATED]))
                if created is None:
                    undated.add(record.key)
                else:
                    was_old = bool(held_before and created < held_before)
                    gone += was_old or record.key in recent
        rows = 0 if walk["is_whole"] else gone + self.held_before(undated, walk)
        edge = min(newest, latest) if newest else None
        reached: State = {"deleted_at": edge, "deleted": _from(edge, times) if edge else {}}
        if until:
            # the next list of deletions begins there
            first = until.isoformat()
            told_again = {key: at for key, at in landed.items() if at is None or at >= first}
            reached |= {"deleted_until": instant_text(until), "gone": told_again}
        return rows, reached

    def add(self, record: Record, walk: State, into: str = "") -> None:
        """Land a record as gone, merged into another where that is told."""
        at = instant(record.values[DELETED])
        times = [time for time in (record.modified_at, at) if time]
        self.sync.deleted += 1
        context = f'{{"merged_into":"{into}"}}' if into else None
        row = row_of(record, context=context)
        self.sync.writer.add(row._replace(is_deleted=True, modified_at=max(times, default=None)))
        self.add_absorbed(record, walk)

    def add_absorbed(self, record: Record, walk: State) -> None:
        """Land that what was merged into a record is gone; a record may be deleted right after."""
        absorbed_ids = record.values[ABSORBED]
        if absorbed_ids is None:
            return
        for absorbed in _ids(absorbed_ids):
            self.sync.add_tombstone(absorbed, context=f'{{"merged_into":"{record.key}"}}')
            if not walk["is_whole"]:
                walk["absorbed"].append(absorbed)

    def held_before(self, keys: set[str], walk: State) -> int:
        """How many of some records were there before the walk."""
        segments = self.sync.landing.segments(self.sync.source.name, self.stream.name)
        before = [path for path in segments if int(path.stem) <= walk["before"]]
        return held_among(before, sorted(keys))

    def _until(self, walk: State) -> datetime | None:
        """Up to when deletions are known after a walk, where only new ones are told."""
        started = instant_of(walk, "started")
        return started - self.stream.lag if started and self.stream.told_for else None


def _from(edge: str, times: Mapping[str, str]) -> dict[str, str]:
    return {key: at for key, at in times.items() if at >= edge}


def _ids(text: Any) -> Iterator[str]:
    """The ids of a list that is written as text, or as a number where it holds only one."""
    yield from filter(None, (part.strip() for part in str(text).split(";")))
