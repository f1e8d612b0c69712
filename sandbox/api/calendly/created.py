"""Meetings that tests create beside the company's. A million of them cost nothing until shown."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from threading import Lock

from sandbox.api import ids
from sandbox.api.calendly.bookings import key
from sandbox.api.calendly.meetings import Meeting, event_uri
from sandbox.api.calendly.members import OWNER
from sandbox.api.calendly.paging import Key

STEP = timedelta(seconds=1)
LENGTH = timedelta(minutes=30)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Meetings with numbers from `first` on, each of which starts a second after the one before."""

    first: int
    count: int
    starts_at: datetime
    made_at: datetime

    def key(self, place: int) -> Key:
        """The key of the meeting in that place."""
        return key(self.starts_at + place * STEP, self.first + place)

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys beyond `after` in that direction."""
        places = range(self.count)
        if is_descending:
            end = self.count if after is None else self._below(after)
            return map(self.key, reversed(places[:end]))
        begin = 0 if after is None else bisect_right(places, after, key=self.key)
        return map(self.key, places[begin:])

    def _below(self, limit: Key) -> int:
        return bisect_right(range(self.count), (limit[0], limit[1] - 1), key=self.key)


class Created:
    """The created meetings and what has become of them."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self._lock = Lock()
        self._batches: list[Batch] = []
        self._size = 0
        self._changes: dict[int, tuple[int, datetime]] = {}
        self._missed: dict[int, datetime] = {}
        self._gone: set[int] = set()

    def create(self, count: int, starts_at: datetime | None = None) -> Sequence[str]:
        """Create meetings; the first starts tomorrow unless told. Returns the events' URIs."""
        now = self._now()
        with self._lock:
            first = ids.CREATED + self._size
            self._batches.append(Batch(first, count, starts_at or now + timedelta(days=1), now))
            self._size += count
        return ids.Spelt(range(first, first + count), event_uri)

    def change(self, uri: str) -> None:
        """Change the answer of the invitee, which touches the event as well."""
        meeting = self._known(uri)
        # the sandbox's clock may stand still; what changes is later than it was
        at = max(self._now(), meeting.changed_at + TICK)
        times, _ = self._changes.get(meeting.number, (0, at))
        self._changes[meeting.number] = (times + 1, at)

    def delete(self, uri: str) -> None:
        """Let the event be gone, as after a deletion for data protection."""
        self._gone.add(self._known(uri).number)

    def miss(self, uri: str) -> None:
        """Note that nobody came. It does not touch the event."""
        meeting = self._known(uri)
        self._missed[meeting.number] = max(self._now(), meeting.changed_at + TICK)

    def _known(self, uri: str) -> Meeting:
        meeting = self.meeting(ids.of_uuid(uri)[1])
        if meeting is None:
            raise KeyError(f"{uri} was not created here or is gone")
        return meeting

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys beyond `after` in that direction."""
        walks = [batch.walk(after, is_descending=is_descending) for batch in self._batches]
        walk = walks[0] if len(walks) == 1 else merge(*walks, reverse=is_descending)
        return (key for key in walk if key[1] not in self._gone) if self._gone else walk

    def meeting(self, number: int) -> Meeting | None:
        """The meeting with that number."""
        place = bisect_right(self._batches, number, key=lambda batch: batch.first) - 1
        if place < 0 or number in self._gone:
            return None
        batch = self._batches[place]
        n = number - batch.first
        if n >= batch.count:
            return None
        starts_at = batch.starts_at + n * STEP
        times, changed_at = self._changes.get(number, (0, batch.made_at))
        return Meeting(
            number=number,
            event_type="Product demo",
            host=OWNER,
            email=f"created.{number - ids.CREATED}@elsewhere.example.com",
            name=f"Created {number - ids.CREATED}",
            timezone="Europe/Copenhagen",
            starts_at=starts_at,
            ends_at=starts_at + LENGTH,
            booked_at=batch.made_at,
            changed_at=changed_at,
            missed_at=self._missed.get(number),
            answer=f"changed {times} times" if times else "",
        )
