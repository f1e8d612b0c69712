"""The organization's events and their invitees: the company's and the created ones together."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from itertools import takewhile

from sandbox.api.calendly import parameters
from sandbox.api.calendly.bookings import Bookings, key
from sandbox.api.calendly.created import Created
from sandbox.api.calendly.meetings import Meeting, event
from sandbox.api.calendly.members import user
from sandbox.api.calendly.paging import Key
from sandbox.api.vendor import Json, Request
from sandbox.company import Company

LATEST = (1 << 63, 0)


class Calendar:
    """All meetings as of now. What the company has is sorted again only when the clock moves."""

    def __init__(self, company: Company | None, created: Created, now: Callable[[], datetime]):
        self._company, self._created, self._now = company, created, now
        self._sorted: tuple[datetime, int, Bookings] | None = None

    def _bookings(self) -> Bookings | None:
        if self._company is None:
            return None
        now, day, known = self._now(), self._company.day, self._sorted
        if known is None or known[:2] != (now, day):
            known = self._sorted = (now, day, Bookings(self._company, now))
        return known[2]

    def meeting(self, number: int) -> Meeting | None:
        """The meeting with that number."""
        bookings = self._bookings()
        found = bookings.meeting(number) if bookings else None
        return found or self._created.meeting(number)

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys of all meetings beyond `after` in that direction."""
        created = self._created.walk(after, is_descending=is_descending)
        bookings = self._bookings()
        if bookings is None:
            return created
        walk = bookings.walk(after, is_descending=is_descending)
        return merge(walk, created, reverse=is_descending)


class Found:
    """The meetings that a request asks for, as events."""

    def __init__(self, calendar: Calendar, request: Request):
        self._calendar = calendar
        self._status = parameters.status(request)
        self._host = request.first("user")
        self._email = request.first("invitee_email").lower()
        self._lower = _edge(parameters.instant(request, "min_start_time"), LATEST[0])
        self._upper = _edge(parameters.instant(request, "max_start_time"), -1)

    def walk(self, after: Key | None, *, is_descending: bool) -> Iterator[Key]:
        """Yield the keys of events within the bounds, which belong to neither side."""
        near, far = (self._upper, self._lower) if is_descending else (self._lower, self._upper)
        if near is not None:
            is_beyond = after is None or (after < near if not is_descending else after > near)
            after = near if is_beyond else after
        walk = self._calendar.walk(after, is_descending=is_descending)
        if far is not None and is_descending:
            walk = takewhile(lambda found: found > far, walk)
        elif far is not None:
            walk = takewhile(lambda found: found < far, walk)
        return filter(self._fits, walk) if self._status or self._host or self._email else walk

    def render(self, key: Key) -> Json:
        """The event."""
        return event(self._meeting(key))

    def _meeting(self, key: Key) -> Meeting:
        meeting = self._calendar.meeting(key[1])
        if meeting is None:
            raise KeyError(key)
        return meeting

    def _fits(self, key: Key) -> bool:
        meeting = self._meeting(key)
        return (
            self._status in ("", meeting.status)
            and self._host in ("", user(meeting.host)["uri"])
            and self._email in ("", meeting.email.lower())
        )


def _edge(at: datetime | None, number: int) -> Key | None:
    return None if at is None else key(at, number)
