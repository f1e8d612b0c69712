"""What is done to the pod beside the company: opportunities by the thousand, and edits of them."""

from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import RLock

from sandbox.api.ids import Spelt
from sandbox.api.oracle import ids
from sandbox.api.oracle.deals import snapshot
from sandbox.api.oracle.record import Row, audit
from sandbox.api.oracle.setup import METHODS, STAGES

FIRST = ids.DEAL + 100_000_000
"""The first id of an opportunity that was made here; the company's are below it."""
PER_MILLISECOND = 120
"""More than a page of the suite holds, so that a time alone is no place to go on from."""
STAGE = STAGES["Sales", "New opportunity"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Made:
    """Opportunities that exist only as two numbers each, and what was done to them.

    Every change happens later than the one before, at the clock or a moment after it.
    """

    def __init__(self, now: Callable[[], datetime]):
        self.lock = RLock()
        self.created = array("q")
        self.modified = array("q")
        self.changes: dict[int, int] = {}
        self.deleted: set[int] = set()
        self._now = now
        self._last = 0

    def create(self, count: int) -> Spelt:
        """Make so many opportunities; returns their ids."""
        with self.lock:
            first, start = len(self.created), self._tick()
            stamps = array("q", (start + n // PER_MILLISECOND for n in range(count)))
            self.created += stamps
            self.modified += stamps
            self._last = stamps[-1] if stamps else self._last
            return Spelt(range(FIRST + first, FIRST + first + count), str)

    def change(self, record_id: str) -> None:
        """Change a text of the opportunity."""
        with self.lock:
            number = int(record_id) - FIRST
            self.modified[number] = self._tick()
            self.changes[number] = self.changes.get(number, 0) + 1

    def delete(self, record_id: str) -> None:
        """Delete the opportunity: nothing tells of it any more."""
        with self.lock:
            self._tick()
            self.deleted.add(int(record_id) - FIRST)

    def rows(self) -> Iterator[Row]:
        """Yield the opportunities that are there, by id."""
        for number in range(len(self.created)):
            if number not in self.deleted:
                yield self._row(number)

    def snapshots(self, opty_id: int) -> list[Row]:
        """The stage that a made opportunity has been in since it was made."""
        number = opty_id - FIRST
        made = _instant(self.created[number])
        return [snapshot(ids.SNAPSHOT + opty_id, opty_id, STAGE, made, None)]

    def _row(self, number: int) -> Row:
        times = self.changes.get(number, 0)
        return {
            "OptyId": FIRST + number,
            "OptyNumber": ids.opty_number(FIRST + number),
            "Name": f"Opportunity {number}",
            "StatusCode": "OPEN",
            "SalesMethodId": METHODS["Sales"],
            "SalesStageId": STAGE,
            "Revenue": number % 9000 + 1000,
            "CurrencyCode": "EUR",
            "Comments": f"changed {times} times" if times else None,
            **audit(_instant(self.created[number]), [_instant(self.modified[number])]),
        }

    def _tick(self) -> int:
        self._last = max(int(self._now().timestamp() * 1000 + 0.5), self._last + 1)
        return self._last


def _instant(stamp: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=stamp)
