"""What can be known of the company where its CRM and its calendar are read through their APIs.

The company as these systems keep it: everything in it is told by an API, and what no API tells is
gone. `allowed` names every column of a mart that is therefore another one than from sheets.
"""

from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api.hubspot.activities import is_logged
from sandbox.api.hubspot.moves import told_apart
from sandbox.api.hubspot.people import in_crm
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.records import Attempt, Booking, Deal, Lead, Step
from sandbox.truth.bookings import KNOWN_AFTER


def as_apis_tell(company: Company, now: datetime) -> Company:
    """The company as its APIs tell it at `now`. The given one is left as it is."""
    told = copy(company)
    told.attempts = [_attempt(attempt, now) for attempt in company.attempts]
    told.strays = [_booking(booking) for booking in company.strays]
    return told


def _attempt(attempt: Attempt, now: datetime) -> Attempt:
    if not in_crm(attempt):
        return attempt
    return replace(
        attempt,
        leads=[_lead(lead, attempt.bookings, now) for lead in attempt.leads],
        deal=_deal(attempt.deal) if attempt.deal else None,
        activities=[did for did in attempt.activities if is_logged(did)],
        bookings=[_booking(booking) for booking in attempt.bookings],
    )


def _lead(lead: Lead, bookings: list[Booking], now: datetime) -> Lead:
    """The lead, made at an instant; one with a status was in a stage from then on."""
    held = {booking.starts_at for booking in bookings if _is_known(booking, now)}
    steps: list[Step] = []
    for n, step in enumerate(lead.steps):
        if lead.is_tracked:
            step = replace(step, is_logged=True)
        if n == 0:
            step = replace(step, at=Moment(step.at.at))
        if step.evidence != "booking" or step.at.at in held:
            steps.append(step)
    return replace(lead, created=Moment(lead.created.at), steps=steps)


def _is_known(booking: Booking, now: datetime) -> bool:
    """Whether the meeting counts as held: nobody says so, so only a day after its end."""
    return now - booking.ends_at > KNOWN_AFTER


def _deal(deal: Deal) -> Deal:
    return replace(deal, steps=told_apart(deal.steps))


def _booking(booking: Booking) -> Booking:
    """The booking without the note that the buyer came; that he did not is marked."""
    return replace(booking, attended=None) if booking.attended else booking
