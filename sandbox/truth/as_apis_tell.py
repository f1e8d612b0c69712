"""What can be known of the company where its CRM and its calendar are read through their APIs.

The company as these systems keep it: everything in it is told by an API, and what no API tells is
gone. `allowed` names every column of a mart that is therefore another one than from sheets.
"""

from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.company import Company
from sandbox.company.records import Attempt, Booking, Lead
from sandbox.crm import Crm
from sandbox.truth.bookings import KNOWN_AFTER


def as_apis_tell(company: Company, now: datetime, crm: Crm) -> Company:
    """The company as a CRM and the calendar tell it at `now`. The given one is left as it is."""
    return as_the_calendar_tells(crm.told(company, now), now)


def as_the_calendar_tells(company: Company, now: datetime) -> Company:
    """The company whose meetings stand in Calendly and nowhere else."""
    told = copy(company)
    told.attempts = [
        _attempt(attempt, now) if attempt.is_in_crm else attempt for attempt in company.attempts
    ]
    told.strays = [_booking(booking) for booking in company.strays]
    return told


def _attempt(attempt: Attempt, now: datetime) -> Attempt:
    return replace(
        attempt,
        leads=[_lead(lead, attempt.bookings, now) for lead in attempt.leads],
        bookings=[_booking(booking) for booking in attempt.bookings],
    )


def _lead(lead: Lead, bookings: list[Booking], now: datetime) -> Lead:
    """The lead without the demos of which nobody can know yet that they were held."""
    held = {booking.starts_at for booking in bookings if now - booking.ends_at > KNOWN_AFTER}
    steps = [step for step in lead.steps if step.evidence != "booking" or step.at.at in held]
    return replace(lead, steps=steps)


def _booking(booking: Booking) -> Booking:
    """The booking without the note that the buyer came; that he did not is marked."""
    return replace(booking, attended=None) if booking.attended else booking
