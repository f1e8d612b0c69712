"""What is done to the CRM beside the company: deals made by the thousand, changes, deletions."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock

from sandbox.api.ids import Spelt
from sandbox.api.pipedrive import ids
from sandbox.api.pipedrive.record import Change, Record, rfc
from sandbox.api.pipedrive.settings import PIPELINE_IDS, STAGE_IDS

FIRST = 800_000_001
"""The first id of a deal that was made here; the company's are below it."""
STAGES = tuple(
    STAGE_IDS["Sales", word] for word in ("New opportunity", "First contact", "Demo done")
)
PER_SECOND = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(second: int) -> datetime:
    return _EPOCH + timedelta(seconds=second)


class Made:
    """Deals that exist only as two numbers each, and what was done to them.

    Times are in whole seconds, so much happens at once. A deal is made in the first stage and at
    once moved to the second; each change moves it on.
    """

    def __init__(self, now: Callable[[], datetime]):
        self.lock = RLock()
        self.created = array("q")
        self.modified = array("q")
        self.moves: dict[int, list[int]] = {}
        """When a deal was changed."""
        self.deleted: dict[int, int] = {}
        self._now = now

    def create(self, count: int) -> Spelt:
        """Make so many deals; returns their ids."""
        with self.lock:
            first, start = len(self.created), self._second()
            stamps = array("q", (start + n // PER_SECOND for n in range(count)))
            self.created += stamps
            self.modified += stamps
            return Spelt(range(FIRST + first, FIRST + first + count), str)

    def change(self, record_id: str) -> None:
        """Move the deal to another stage."""
        with self.lock:
            number = int(record_id) - FIRST
            self.modified[number] = self._second()
            self.moves.setdefault(number, []).append(self._second())

    def delete(self, record_id: str) -> None:
        """Delete the deal: for a while it is still listed as such."""
        with self.lock:
            number = int(record_id) - FIRST
            self.modified[number] = self.deleted[number] = self._second()

    def deal(self, number: int) -> Record:
        """A made deal by its number in the order of making."""
        created, moves = self.created[number], self.moves.get(number, [])
        log = self.changelog(number)
        deleted = self.deleted.get(number)
        return Record(
            FIRST + number,
            _instant(created),
            _instant(self.modified[number]),
            {
                "title": f"Deal {number}" + (f", changed {len(moves)} times" if moves else ""),
                "creator_user_id": ids.ADMIN,
                "owner_id": ids.ADMIN,
                "value": number % 9000 + 1000,
                "currency": "EUR",
                "person_id": None,
                "org_id": None,
                "stage_id": log[-1].new,
                "pipeline_id": PIPELINE_IDS["Sales"],
                "stage_change_time": rfc(log[-1].at),
                "status": "open",
                "products_count": 0,
                "custom_fields": {},
            },
            deleted_at=_instant(deleted) if deleted is not None else None,
        )

    def changelog(self, number: int) -> list[Change]:
        """The changes of a made deal, oldest first."""
        found, old = [], STAGES[0]
        for n, second in enumerate((self.created[number], *self.moves.get(number, []))):
            new = STAGES[1 + n % 2]
            found.append(Change(_instant(second), "stage_id", old, new, ids.ADMIN))
            old = new
        return found

    def _second(self) -> int:
        return int(self._now().timestamp())
