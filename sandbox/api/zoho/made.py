"""What is done to the CRM beside the company: deals made by the thousand, changes, deletions."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock

from sandbox.api.ids import Spelt
from sandbox.api.zoho import ids
from sandbox.api.zoho.record import Record
from sandbox.api.zoho.users import owner

FIRST = ids.DEAL + 1_000_000_000
"""The first id of a deal that was made here; the company's are below it."""
PER_MILLISECOND = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(stamp: int) -> datetime:
    """The instant of so many milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=stamp)


class Made:
    """Deals that exist only as two numbers each, and what was done to records of any module.

    Every change happens later than the one before, at the clock or a moment after it, though the
    vendor shows no more than the second.
    """

    def __init__(self, now: Callable[[], datetime]):
        self.lock = RLock()
        self.created = array("q")
        self.modified = array("q")
        self.changed: dict[int, tuple[int, int]] = {}
        """When a record was changed last, and how often."""
        self.deleted: dict[int, int] = {}
        self._now = now
        self._last = 0

    def create(self, count: int) -> Spelt:
        """Make so many deals; returns their ids."""
        with self.lock:
            first, start = len(self.created), self._tick()
            stamps = array("q", (start + n // PER_MILLISECOND for n in range(count)))
            self.created += stamps
            self.modified += stamps
            self._last = stamps[-1] if stamps else self._last
            return Spelt(range(FIRST + first, FIRST + first + count), str)

    def change(self, record_id: str) -> None:
        """Change a text of the record."""
        with self.lock:
            number, stamp = int(record_id), self._tick()
            self.changed[number] = (stamp, self.changed.get(number, (0, 0))[1] + 1)
            if 0 <= number - FIRST < len(self.modified):
                self.modified[number - FIRST] = stamp

    def delete(self, record_id: str) -> None:
        """Put the record into the recycle bin."""
        with self.lock:
            self.deleted[int(record_id)] = self._tick()

    def holds(self, number: int) -> bool:
        """Whether that is the id of a deal that was made here."""
        return 0 <= number - FIRST < len(self.created)

    def deal(self, number: int) -> Record:
        """A made deal by its id, without what was done to it."""
        n = number - FIRST
        made = instant(self.created[n])
        fields = {
            "Deal_Name": f"Deal {n}",
            "Stage": "New opportunity",
            "Pipeline": "Sales",
            "Amount": n % 9000 + 1000,
            "Currency": "EUR",
            "Owner": owner(None),
        }
        return Record(str(number), made, made, fields)

    def edited(self, record: Record) -> Record:
        """The record with what was done to it."""
        number = int(record.id)
        if number in self.changed:
            at, times = self.changed[number]
            record.modified = max(record.modified, instant(at))
            record.fields = record.fields | {"Next_Step": f"changed {times} times"}
        if number in self.deleted:
            record.deleted_at = instant(self.deleted[number])
        return record

    def _tick(self) -> int:
        stamp = int(self._now().timestamp() * 1000 + 0.5)
        self._last = max(stamp, self._last + 1)
        return self._last
