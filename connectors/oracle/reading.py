"""How records are read: everything in windows of keys, changes by the time of the last one.

An offset counts records that are there now, so a page by offset misses what moves while pages are
turned. Every page here is the first of a question of its own: what comes after the last key, or
what changed since the last time seen. Answers never have to be exact about how many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.api.pages import Page, Reading
from connectors.api.payloads import Opener, Record
from connectors.errors import StreamFailed
from connectors.oracle.asked import is_more, listed, literal

ITEMS, MORE = "items", ("hasMore",)
TICK = timedelta(milliseconds=1)
"""How finely times of change are told."""
AHEAD = timedelta(minutes=1)
"""The clock of the answers tells seconds, and is not the one that dates changes."""
EARLIEST = "0"
"""Below every key."""


def opener_of(values: Mapping[str, Any]) -> Opener:
    """Opens pages of a resource; a record's values are those that `Records` reads.

    When it was deleted and what it absorbed are not told: the same field of no record.
    """
    nothing = "@nothing"
    fields = (values["created"], nothing, nothing)
    return Opener(ITEMS, values["key"], values["modified"], fields, MORE)


@dataclass(frozen=True)
class Whole:
    """All records of a resource, in the order of their keys."""

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; a position is the last key read."""
        values, position, most = reading.values, reading.position, 0
        opener, key = opener_of(values), values["key"]
        while True:
            beyond = [] if position is None else [f"{key}>{position}"]
            request = listed(values, beyond, key, has_cursor=position is not None)
            answer = reading.client.get(request, opener)
            count = len(answer.records)
            following = None
            if is_more(answer.envelope[0], count, values["size"], most):
                following = answer.records[-1].key
                forward(reading, position, following)
            most = max(most, count)
            yield Page(answer.records, following)
            if following is None:
                return
            position = following


@dataclass(frozen=True)
class Changed:
    """The records of a resource that changed since a watermark, oldest change first."""

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; a position is the time, and where many share it the key, to go on from.

        What changes after the walk began may be in it or not: it is the next night's.
        """
        values, client = reading.values, reading.client
        opener = opener_of(values)
        place = reading.position or {
            "from": reading.since.isoformat() if reading.since else None,
            "key": None,
        }
        started: datetime | None = None
        before: set[tuple[str, datetime | None]] = set()
        while True:
            request = _request(values, place, has_cursor=bool(before) or place["key"] is not None)
            answer = client.get(request, opener)
            started = started or client.vendor_time
            full = is_more(answer.envelope[0], len(answer.records), values["size"])
            following = _next(place, answer.records, started, is_full=full)
            if place["key"] is not None and following and following["key"] is not None:
                forward(reading, place["key"], following["key"])
            fresh = [record for record in answer.records if _sight(record) not in before]
            before = {_sight(record) for record in answer.records}
            yield Page(fresh, following)
            if following is None:
                return
            place = following


def _request(values: Mapping[str, Any], place: Mapping[str, Any], *, has_cursor: bool) -> Any:
    key, modified = values["key"], values["modified"]
    begins = datetime.fromisoformat(place["from"])
    conditions = [f"{modified}>={literal(begins)}"]
    if place["key"] is None:
        return listed(values, conditions, f"{modified},{key}", has_cursor=has_cursor)
    conditions += [f"{modified}<{literal(begins + TICK)}", f"{key}>{place['key']}"]
    return listed(values, conditions, key, has_cursor=has_cursor)


def _next(
    place: Mapping[str, Any],
    records: Sequence[Record],
    started: datetime | None,
    *,
    is_full: bool,
) -> dict[str, Any] | None:
    """Where the next page begins, None after the last."""
    if place["key"] is not None:
        if is_full:
            return {"from": place["from"], "key": records[-1].key}
        later = datetime.fromisoformat(place["from"]) + TICK
        return {"from": later.isoformat(), "key": None}
    if not is_full:
        return None
    newest = max((record.modified_at for record in records if record.modified_at), default=None)
    if newest is None or (started is not None and newest > started + AHEAD):
        return None
    reached = newest.replace(microsecond=newest.microsecond // 1000 * 1000).isoformat()
    # more of one millisecond than a page holds: by key, from the smallest on
    return {"from": reached, "key": EARLIEST if reached == place["from"] else None}


def forward(reading: Reading, position: str | None, following: str | int) -> None:
    """Raises StreamFailed where a page does not lead on: it would never end."""
    if position is not None and int(following) <= int(position):
        raise StreamFailed(
            f"{reading.client.name}: {reading.values['path']} gave the same next page twice; it "
            "would never end, run again later"
        )


def _sight(record: Record) -> tuple[str, datetime | None]:
    return record.key, record.modified_at
