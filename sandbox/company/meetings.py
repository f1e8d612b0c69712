"""Booked meetings and the calls, mails and notes around an attempt."""

import random
from datetime import date, datetime, timedelta

from sandbox.company.clock import later, office_time
from sandbox.company.dice import choose, pick, spread
from sandbox.company.people import typed_email
from sandbox.company.records import Activity, Attempt, Booking
from sandbox.company.roster import sellers_on

DEMO_TYPES = {"Product demo": 80.0, "Demo on site": 20.0}
HALF_HOUR = timedelta(minutes=30)
KINDS = {"call": 40.0, "email": 40.0, "message": 8.0, "meeting": 6.0, "note": 6.0}


class Desk:
    """Books the meetings of one attempt, for an owner who is known at any time."""

    def __init__(self, attempt: Attempt, owners: list[tuple[datetime, str]], dice: random.Random):
        self.attempt = attempt
        self.owners = owners
        self.dice = dice

    def owner_at(self, at: datetime) -> str:
        """Who owns the attempt at that time."""
        return [rep for since, rep in self.owners if since <= at or since == self.owners[0][0]][-1]

    def demo(self, opens: datetime, starts: datetime, attended: bool | None) -> None:
        """Book a demo that was held at `starts`, perhaps after moves, a no-show or a cancellation.

        Nothing is booked before `opens`; without two days to book in, nothing happens before it.
        """
        dice, starts = self.dice, minute(starts)
        booked = minute(
            max(opens + timedelta(minutes=11), starts - timedelta(days=0.2 + 14 * dice.random()))
        )
        if booked >= starts:
            return
        if starts - booked > timedelta(days=4):
            booked = self._detour(booked, starts)
        moved_from, chain = "", ""
        while dice.random() < 0.22 and starts - booked > timedelta(days=2):
            first = minute(later(booked, (starts - booked).days * 0.5, dice))
            if not booked < first < starts:
                break
            moved = minute(booked + (first - booked) * dice.random())
            moved_from = self._add(
                booked, first, chain=chain, moved_from=moved_from, moved_at=moved
            )
            chain, booked = chain or moved_from, moved
        self._add(booked, starts, chain=chain, moved_from=moved_from, attended=attended)

    def missed(self, opens: datetime, closes: datetime) -> None:
        """Book a meeting that never took place, if there is time between `opens` and `closes`."""
        booked = minute(opens + timedelta(minutes=17))
        starts = minute(later(booked, 1 + 3 * self.dice.random(), self.dice))
        if starts < closes:
            self._miss(booked, starts)

    def discovery_call(self, opens: datetime, closes: datetime) -> None:
        """Book a first call that is no demo, if there is time for it."""
        booked = minute(opens + timedelta(minutes=23))
        starts = minute(later(booked, 1 + 2 * self.dice.random(), self.dice))
        if starts + HALF_HOUR < closes:
            attended = True if self.dice.random() < 0.7 else None
            self._add(booked, starts, attended=attended, event_type="Discovery call")

    def _detour(self, booked: datetime, starts: datetime) -> datetime:
        """Perhaps a meeting before the real one that fell through; when the real one was booked."""
        dice = self.dice
        first = minute(later(booked, (starts - booked).days * 0.4, dice))
        again = first + timedelta(hours=3)
        if dice.random() < 0.25 and booked < first and again < starts:
            self._miss(booked, first)
            return again
        return booked

    def _miss(self, booked: datetime, starts: datetime) -> None:
        if self.dice.random() < 0.6:
            self._add(booked, starts, attended=False)
        else:
            cancelled = minute(booked + (starts - booked) * self.dice.random())
            by = pick(self.dice, {"invitee": 70.0, "host": 30.0})
            self._add(booked, starts, cancelled_at=cancelled, cancelled_by=by)

    def _add(
        self,
        booked: datetime,
        starts: datetime,
        *,
        chain: str = "",
        moved_from: str = "",
        moved_at: datetime | None = None,
        attended: bool | None = None,
        cancelled_at: datetime | None = None,
        cancelled_by: str = "",
        event_type: str = "",
    ) -> str:
        attempt = self.attempt
        number = len(attempt.bookings) + 1
        booking_id = f"B{attempt.number:06d}-{number}"
        attempt.bookings.append(
            Booking(
                booking_id=booking_id,
                person=attempt.person,
                email=typed_email(attempt.person, self.dice),
                name=attempt.person.name,
                owner=self.owner_at(booked),
                event_type=event_type or pick(self.dice, DEMO_TYPES),
                booked_at=booked,
                starts_at=starts,
                ends_at=starts + HALF_HOUR,
                chain=chain or booking_id,
                attended=attended,
                moved_from=moved_from,
                moved_at=moved_at,
                cancelled_at=cancelled_at,
                cancelled_by=cancelled_by,
            )
        )
        return booking_id


def minute(at: datetime) -> datetime:
    """The full minute of an instant: calendars know no seconds."""
    return at.replace(second=0, microsecond=0)


def stray_booking(number: int, day: date, dice: random.Random) -> Booking:
    """A booking by somebody of whom the company has no record."""
    booked = minute(office_time(day, dice))
    starts = minute(later(booked, 2 + 3 * dice.random(), dice))
    return Booking(
        booking_id=f"X{number:05d}",
        person=None,
        email=f"passer.by{number}@elsewhere.example.com",
        name="Passer-by",
        owner=choose(dice, sellers_on(day)),
        event_type="Discovery call",
        booked_at=booked,
        starts_at=starts,
        ends_at=starts + HALF_HOUR,
        chain=f"X{number:05d}",
    )


def talk(
    attempt: Attempt,
    owners: list[tuple[datetime, str]],
    opens: datetime,
    closes: datetime,
    dice: random.Random,
    *,
    lead_id: str = "",
    deal_id: str = "",
) -> None:
    """Add a few activities between `opens` and `closes`, on the lead or the deal."""
    span = (closes - opens).total_seconds()
    for _ in range(min(int(spread(dice, 2.2)), 8)):
        at = opens + timedelta(seconds=int(span * dice.random()))
        kind = pick(dice, KINDS)
        incoming = kind in ("call", "email", "message") and dice.random() < 0.3
        add_activity(
            attempt,
            at,
            owners,
            kind=kind,
            direction="incoming" if incoming else "outgoing",
            outcome=pick(dice, {"": 60.0, "reached": 20.0, "no answer": 20.0})
            if kind == "call"
            else "",
            lead_id=lead_id,
            deal_id=deal_id,
        )


def add_activity(
    attempt: Attempt,
    at: datetime,
    owners: list[tuple[datetime, str]],
    *,
    kind: str,
    direction: str,
    outcome: str = "",
    lead_id: str = "",
    deal_id: str = "",
    email: str = "",
) -> None:
    """Add one activity of the attempt, done by whoever owns it at that time."""
    owned = [rep for since, rep in owners if since <= at]
    attempt.activities.append(
        Activity(
            activity_id=f"T{attempt.number:06d}-{len(attempt.activities) + 1}",
            kind=kind,
            direction=direction,
            occurred_at=at,
            owner=owned[-1] if owned else None,
            outcome=outcome,
            lead_id=lead_id,
            deal_id=deal_id,
            email=email,
        )
    )
