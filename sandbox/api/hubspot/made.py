"""What is done to the CRM beside the company: deals made by the thousand, changes, deletions."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock

from sandbox.api import ids
from sandbox.api.hubspot.pipelines import DEFAULT, STAGE_IDS
from sandbox.api.hubspot.record import Change, Record, milliseconds

FIRST = ids.DEAL + 10_000_000
"""The first id of a deal that was made here; the company's are below it."""
CONTACT = str(ids.PERSON + 10_000_000)
"""The one contact of all deals that were made here."""
STAGE = STAGE_IDS["Sales", "New opportunity"]
PER_MILLISECOND = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(stamp: int) -> datetime:
    """The instant of so many milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=stamp)


class Made:
    """Deals that exist only as two numbers each, and what was done to records of any kind.

    Every change happens later than the one before, at the clock or a moment after it.
    """

    def __init__(self, now: Callable[[], datetime]):
        self.lock = RLock()
        self.created = array("q")
        self.modified = array("q")
        self.changed: dict[str, tuple[int, int]] = {}
        """When a record was changed last, and how often."""
        self.deleted: dict[str, int] = {}
        self.survivor_of: dict[str, str] = {}
        self.merged_into: dict[str, list[str]] = {}
        self.version = 0
        self._now = now
        self._last = 0

    def create(self, count: int) -> ids.Spelt:
        """Make so many deals; returns their ids."""
        with self.lock:
            first, start = len(self.created), self._tick()
            stamps = array("q", (start + n // PER_MILLISECOND for n in range(count)))
            self.created += stamps
            self.modified += stamps
            self._last = stamps[-1] if stamps else self._last
            return ids.Spelt(range(FIRST + first, FIRST + first + count), str)

    def change(self, record_id: str) -> None:
        """Change a text of the record."""
        with self.lock:
            self._touch(record_id, 1)

    def delete(self, record_id: str) -> None:
        """Archive the record."""
        with self.lock:
            self.deleted[record_id] = self._tick()

    def merge(self, loser: str, survivor: str) -> None:
        """Merge the loser, and all that was merged into it, into the survivor."""
        with self.lock:
            self.survivor_of[loser] = survivor
            own = self.merged_into.setdefault(survivor, [])
            own += [loser, *self.merged_into.pop(loser, [])]
            self._touch(survivor, 0)

    def deal(self, number: int) -> Record:
        """A made deal by its number in the order of making, without what was done to it."""
        made = instant(self.created[number])
        return Record(
            str(FIRST + number),
            made,
            made,
            {
                "dealname": f"Deal {number}",
                "dealstage": STAGE,
                "pipeline": DEFAULT,
                "amount": f"{number % 9000 + 1000}",
                "deal_currency_code": "EUR",
            },
            {"dealstage": [Change(STAGE, made)], "pipeline": [Change(DEFAULT, made)]},
            {"contacts": [CONTACT]},
        )

    def contact(self) -> Record:
        """The contact of the made deals."""
        made = instant(self.created[0])
        properties: dict[str, str | None] = {"email": "made@sandbox.example.com"}
        return Record(CONTACT, made, made, properties)

    def edited(self, record: Record) -> Record | None:
        """The record with what was done to it; None if it was merged away."""
        if record.id in self.survivor_of:
            return None
        if record.id in self.changed:
            at, times = self.changed[record.id]
            record.updated = max(record.updated, instant(at))
            if times:
                record.properties["description"] = f"changed {times} times"
        if record.id in self.merged_into:
            record.properties["hs_merged_object_ids"] = ";".join(self.merged_into[record.id])
        if record.id in self.deleted:
            record.archived_at = record.updated = instant(self.deleted[record.id])
        return record

    def _touch(self, record_id: str, times: int) -> None:
        stamp = self._tick()
        self.changed[record_id] = (stamp, self.changed.get(record_id, (0, 0))[1] + times)
        number = int(record_id) - FIRST
        if 0 <= number < len(self.modified):
            self.modified[number] = stamp

    def _tick(self) -> int:
        self.version += 1
        self._last = max(milliseconds(self._now()), self._last + 1)
        return self._last
