"""Opportunities and their revisions. A million of them cost nothing until they are shown."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from sandbox.api import ids
from sandbox.api.vendor import Json

FIRST = 1_000_000_001
"""The first id: no other number of a record looks like one."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")


def microseconds(at: datetime) -> int:
    """An instant as it is kept here."""
    return (at - EPOCH) // timedelta(microseconds=1)


def told(at: int | None) -> Json | None:
    """An instant as the server tells it."""
    if at is None:
        return None
    instant = EPOCH + timedelta(microseconds=at)
    return {"__class__": "datetime", **{part: getattr(instant, part) for part in PARTS}}


def understood(value: Json) -> int:
    """An instant as a request tells it."""
    year, month, day, hour, minute, second, microsecond = (value[part] for part in PARTS)
    return microseconds(datetime(year, month, day, hour, minute, second, microsecond, UTC))


class Opportunities:
    """What tests made, by number from 0 on; an id is `FIRST` and the number."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self._lock = Lock()
        self._born = array("q")
        self._written: dict[int, list[int]] = {}
        self._gone: set[int] = set()

    def create(self, count: int) -> Sequence[str]:
        """Make leads; returns their ids."""
        at = microseconds(self._now())
        with self._lock:
            first = len(self._born)
            self._born.extend([at] * count)
        return ids.Spelt(range(first, first + count), lambda number: str(FIRST + number))

    def change(self, record_id: str) -> None:
        """Write to one."""
        number = int(record_id) - FIRST
        with self._lock:
            times = self._written.setdefault(number, [])
            last = times[-1] if times else self._born[number]
            # the sandbox's clock may stand still; what is written is later than it was
            times.append(max(microseconds(self._now()), last + 1))

    def delete(self, record_id: str) -> None:
        """Delete one, of which nothing but revisions is left."""
        with self._lock:
            self._gone.add(int(record_id) - FIRST)

    def found(self, since: int | None, after: int) -> Iterator[int]:
        """Yield the ids beyond one, of what was written or made since an instant."""
        with self._lock:
            chosen = [
                number
                for number in range(max(after - FIRST + 1, 0), len(self._born))
                if number not in self._gone and (since is None or self._last(number) >= since)
            ]
        yield from (FIRST + number for number in chosen)

    def count(self) -> int:
        """How many there are."""
        return len(self._born) - len(self._gone)

    def revisions(self, record_ids: Sequence[int]) -> list[tuple[int, int]]:
        """Instant and id of each revision, the newest first."""
        pairs = [
            (at, FIRST + number)
            for number in (record_id - FIRST for record_id in record_ids)
            for at in (self._born[number], *self._written.get(number, ()))
        ]
        return sorted(pairs, reverse=True)

    def shown(self, record_id: int, fields: Sequence[str], at: int | None = None) -> Json:
        """The fields that are asked for, as of an instant."""
        number = record_id - FIRST
        times = [time for time in self._written.get(number, ()) if at is None or time <= at]
        values: dict[str, Any] = {
            "number": f"no. {number}",
            "description": f"change {len(times)}" if times else "made",
            "state": "opportunity" if len(times) % 2 else "lead",
            "create_date": told(self._born[number]),
            "write_date": told(times[-1] if times else None),
        }
        record: Json = {"id": record_id}
        for field in fields:
            outer, _, inner = field.partition(".")
            record[f"{outer}." if inner else field] = {inner: "EUR"} if inner else values.get(field)
        return record

    def _last(self, number: int) -> int:
        times = self._written.get(number)
        return times[-1] if times else self._born[number]
