"""What is done to the organization beside the company: leads made by the thousand, and edits."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from sandbox.api.ids import Spelt
from sandbox.api.salesforce import ids
from sandbox.api.salesforce.soql import datetime_text

FIRST = 100_000_000
"""The number of the first lead that was made here; the company's are below it."""
PER_MILLISECOND = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp() * 1000 + 0.5)


def text_of(stamp: int) -> str:
    """The instant of so many milliseconds since 1970, as the vendor writes it."""
    return datetime_text(_EPOCH + timedelta(milliseconds=stamp))


class Made:
    """Leads that exist only as two numbers each, and what was done to records of any kind.

    Every change happens later than the one before, at the clock or a moment after it.
    """

    def __init__(self, now: Callable[[], datetime], row: Row):
        self.lock = RLock()
        self.created = array("q")
        self.modified = array("q")
        self.changed: dict[str, tuple[int, int]] = {}
        """When a record was changed last, and how often."""
        self.deleted: dict[str, int] = {}
        self.merged: dict[str, str] = {}
        """Who lost in a merge: the survivor."""
        self.text = "changes so far:"
        """What the description of a record that was changed begins with."""
        self.version = 0
        self._now, self._row = now, row
        self._last = 0
        self._shown = (0, "")

    def create(self, count: int) -> Spelt:
        """Make so many leads; returns their ids."""
        with self.lock:
            first, start = len(self.created), self._tick()
            stamps = array("q", (start + n // PER_MILLISECOND for n in range(count)))
            self.created += stamps
            self.modified += stamps
            self._last = stamps[-1] if stamps else self._last
            numbers = range(FIRST + first, FIRST + first + count)
            return Spelt(numbers, lambda number: ids.spell(ids.LEAD, number))

    def change(self, record_id: str) -> None:
        """Change a text of the record."""
        with self.lock:
            self._touch(record_id, 1)

    def delete(self, record_id: str) -> None:
        """Put the record into the recycle bin."""
        with self.lock:
            self.deleted[record_id] = self._tick()

    def merge(self, loser: str, survivor: str) -> None:
        """Merge one record into another."""
        with self.lock:
            self.merged[loser] = survivor
            self.deleted[loser] = self._tick()
            self._touch(survivor, 0)

    def lead(self, number: int) -> Row:
        """A made lead by its number in the order of making, with what was done to it."""
        created, modified = self.created[number], self.modified[number]
        made = self._text(created)
        row = self._row | {
            "Id": ids.spell(ids.LEAD, FIRST + number),
            "LastName": f"Lead {number}",
            "Name": f"Lead {number}",
            "CreatedDate": made,
            "LastModifiedDate": made,
            "SystemModstamp": made,
        }
        return self.edited(row) if modified != created or self.deleted else row

    def edited(self, row: Row) -> Row:
        """The row with what was done to its record; the given one is left as it is."""
        record_id = row["Id"]
        touched: Row = {}
        if record_id in self.changed:
            stamp, times = self.changed[record_id]
            at = max(row["SystemModstamp"], self._text(stamp))
            touched |= {"SystemModstamp": at, "LastModifiedDate": at}
            if times:
                touched["Description"] = f"{self.text} {times}"
        if record_id in self.deleted:
            at = self._text(self.deleted[record_id])
            touched |= {"SystemModstamp": at, "LastModifiedDate": at, "IsDeleted": True}
        if record_id in self.merged:
            touched["MasterRecordId"] = self.merged[record_id]
        return row | touched if touched else row

    def _text(self, stamp: int) -> str:
        if self._shown[0] != stamp:
            self._shown = (stamp, text_of(stamp))
        return self._shown[1]

    def _touch(self, record_id: str, times: int) -> None:
        stamp = self._tick()
        self.changed[record_id] = (stamp, self.changed.get(record_id, (0, 0))[1] + times)
        number = ids.number_of(record_id) - FIRST
        if record_id.startswith(ids.LEAD) and 0 <= number < len(self.modified):
            self.modified[number] = stamp

    def _tick(self) -> int:
        self.version += 1
        self._last = max(milliseconds(self._now()), self._last + 1)
        return self._last
