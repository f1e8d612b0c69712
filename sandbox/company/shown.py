"""What is to be seen of an object at a given time; what is earlier than `now` has happened."""

from datetime import date, datetime, timedelta

from sandbox.company.market import OUTCOMES
from sandbox.company.records import Booking, Deal, Step

HAS_PROPOSAL = frozenset({"objections", "closing", "won"})


def past(steps: list[Step], now: datetime) -> list[Step]:
    """The steps taken before `now`."""
    return [step for step in steps if step.at.at < now]


def closing_step(steps: list[Step], now: datetime) -> Step | None:
    """The first step of the last unbroken run of one outcome; None while open.

    A customer who is asked for a reference after the win stays won.
    """
    found: Step | None = None
    for step in reversed(past(steps, now)):
        if step.stage == "referral":
            continue
        if step.stage not in OUTCOMES or (found is not None and step.stage != found.stage):
            break
        found = step
    return found


def source_stage(steps: list[Step], now: datetime) -> str:
    """The stage that the CRM shows: the last one in its history, none before that begins."""
    return next((s.source_stage or "" for s in reversed(past(steps, now)) if s.is_logged), "")


def amount(deal: Deal, now: datetime) -> float | None:
    """The deal's amount: the first one until a proposal is out."""
    is_out = any(step.stage in HAS_PROPOSAL for step in past(deal.steps, now))
    return deal.final_amount if is_out else deal.amount


def owner(deal: Deal, now: datetime) -> str | None:
    """Who owns the deal just before `now`."""
    return next((rep for since, rep in reversed(deal.owners) if since < now), None)


def close_date(deal: Deal, now: datetime) -> date | None:
    """The CRM's own close date: the day of the outcome, or what somebody made of it."""
    if deal.wrong_close is not None:
        return deal.wrong_close
    step = closing_step(deal.steps, now)
    if step is None:
        return None
    return max(step.at.day + timedelta(days=deal.close_date_shift), deal.created.day)


def cancelled_at(booking: Booking, now: datetime) -> datetime | None:
    """When it was called off or moved, None if it was not before `now`."""
    at = booking.moved_at or booking.cancelled_at
    return at if at is not None and at < now else None


def attended(booking: Booking, now: datetime) -> bool | None:
    """Whether the buyer came; None before the end and where nobody noted it."""
    return booking.attended if booking.ends_at < now else None
