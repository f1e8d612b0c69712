"""The company's bookings as meetings, at a given time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sandbox.api import ids
from sandbox.api.calendly.meetings import Meeting
from sandbox.api.calendly.paging import Key
from sandbox.company import Company, shown
from sandbox.company.records import Booking

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = {"DE": "Europe/Berlin", "SE": "Europe/Stockholm", "GB": "Europe/London"}


def key(starts_at: datetime, number: int) -> Key:
    """Where a meeting stands: by start, then by number."""
    return (starts_at - EPOCH) // timedelta(microseconds=1), number


class Bookings:
    """What of the company's bookings exists at `now`, in order of their start."""

    def __init__(self, company: Company, now: datetime):
        self._now = now
        made = [booking for booking in _all(company) if booking.booked_at < now]
        self._of = {ids.booking_number(booking.booking_id): booking for booking in made}
        self._after = {booking.moved_from: booking for booking in made if booking.moved_from}
        self._keys = sorted(key(booking.starts_at, n) for n, booking in self._of.items())

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys beyond `after` in that direction."""
        if is_descending:
            end = len(self._keys) if after is None else bisect_left(self._keys, after)
            return (self._keys[n] for n in range(end - 1, -1, -1))
        begin = 0 if after is None else bisect_right(self._keys, after)
        return (self._keys[n] for n in range(begin, len(self._keys)))

    def meeting(self, number: int) -> Meeting | None:
        """The meeting with that number."""
        booking = self._of.get(number)
        if booking is None:
            return None
        cancelled_at = shown.cancelled_at(booking, self._now)
        is_moved = cancelled_at is not None and booking.moved_at is not None
        later = self._after.get(booking.booking_id)
        missed = shown.attended(booking, self._now) is False
        country = booking.person.country if booking.person else ""
        return Meeting(
            number=number,
            event_type=booking.event_type,
            host=booking.owner,
            email=booking.email,
            name=booking.name,
            timezone=ZONES.get(country, "Europe/Copenhagen"),
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            booked_at=booking.booked_at,
            changed_at=cancelled_at or booking.booked_at,
            cancelled_at=cancelled_at,
            # who moves a meeting calls the old one off
            cancelled_by="invitee" if is_moved else booking.cancelled_by,
            is_moved=is_moved,
            old=ids.booking_number(booking.moved_from) if booking.moved_from else None,
            new=ids.booking_number(later.booking_id) if later else None,
            missed_at=booking.ends_at if missed else None,
        )


def _all(company: Company) -> Iterable[Booking]:
    for attempt in company.attempts:
        yield from attempt.bookings
    yield from company.strays
