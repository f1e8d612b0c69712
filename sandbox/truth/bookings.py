"""What became of the booked meetings."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.company import shown
from sandbox.company.clock import local_day
from sandbox.company.records import Booking
from sandbox.truth.arithmetic import percentile, ratio
from sandbox.truth.cycles import Books, Cycle
from sandbox.truth.segments import UNKNOWN, Cube, of_cycle, of_rep
from sandbox.truth.visits import Row

Meeting = tuple[Booking, Cycle | None, str]
"""A booking, its cycle and its outcome."""
KNOWN_AFTER = timedelta(hours=24)
HELD = ("held", "held_assumed")
NO_CYCLE = dict.fromkeys(
    ("channel", "lead_source", "pipeline", "product", "account_size", "industry", "sales_region"),
    UNKNOWN,
) | {"all": "all"}


def meetings(books: Books) -> Iterator[Meeting]:
    """Yield every booking that was made by now."""
    for attempt in books.company.attempts:
        for booking in attempt.bookings:
            if booking.booked_at < books.now:
                yield booking, books.of_attempt[attempt.number], outcome(booking, books.now)
    for booking in books.company.strays:
        if booking.booked_at < books.now:
            yield booking, None, outcome(booking, books.now)


def outcome(booking: Booking, now: datetime) -> str:
    """What is known of it at `now`; unobserved meetings count as held a day after their end."""
    if booking.moved_at is not None and booking.moved_at < now:
        return "rescheduled"
    if shown.cancelled_at(booking, now) is not None:
        return "cancelled"
    attended = shown.attended(booking, now)
    if attended is not None:
        return "held" if attended else "no_show"
    return "held_assumed" if now - booking.ends_at > KNOWN_AFTER else "scheduled"


def fct_bookings(books: Books) -> Iterator[Row]:
    """Yield every booking; `chain` is the id of the first booking of its chain of moves."""
    for booking, cycle, result in meetings(books):
        cancelled = shown.cancelled_at(booking, books.now)
        yield {
            "booking_id": booking.booking_id,
            "deal_id": cycle.deal_id if cycle else None,
            "lead_id": cycle.lead_id if cycle else None,
            "rep_id": booking.owner,
            "event_type": booking.event_type,
            "booked_at": booking.booked_at,
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "outcome": result,
            "chain": booking.chain,
            "lead_time_hours": _hours(booking.booked_at, booking.starts_at),
            "cancel_notice_hours": (
                _hours(cancelled, booking.starts_at)
                if cancelled and result == "cancelled"
                else None
            ),
            "cancelled_by": booking.cancelled_by if result == "cancelled" else None,
        }


def booking_outcomes(books: Books) -> Iterator[Row]:
    """Yield what became of the meetings of each segment and period, by the day they start."""
    cube: Cube[Meeting] = Cube()
    for meeting in meetings(books):
        booking, cycle, _ = meeting
        if cycle is not None and not cycle.is_counted:
            continue
        day = local_day(booking.starts_at)
        values = of_cycle(cycle) if cycle else NO_CYCLE
        cube.add(meeting, of_rep(values, booking.owner, day), day)
    for keys, found in cube:
        yield keys | _measures(found)


def _measures(found: list[Meeting]) -> Row:
    results = [result for _, _, result in found]
    held = sum(result in HELD for result in results)
    confirmed, missed = results.count("held"), results.count("no_show")
    demos = {
        cycle
        for booking, cycle, result in found
        if cycle is not None and result in HELD and "demo" in booking.event_type.lower()
    }
    return {
        "booked": len(found),
        "scheduled": results.count("scheduled"),
        "held": held,
        "no_show": missed,
        "cancelled": results.count("cancelled"),
        "rescheduled": results.count("rescheduled"),
        "held_confirmed": confirmed,
        "show_rate": ratio(held, held + missed) if confirmed or missed else None,
        "median_lead_time_hours": percentile(
            (_hours(booking.booked_at, booking.starts_at) for booking, _, _ in found), 0.5
        ),
        "demo_to_won": ratio(sum(cycle.status == "won" for cycle in demos), len(demos)),
    }


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
