"""The sheets of records: one row per lead, deal, booking, and what a night's export holds of them.

Every function gives the rows as they stand at `now`, in the order in which the records were made;
a night's file holds those that differ from the night before.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.company import shown
from sandbox.company.clock import on
from sandbox.company.company import Company
from sandbox.company.records import Attempt, Booking, Deal, Lead, Person
from sandbox.company.roster import NAMES
from sandbox.sheets.cells import Row, danish, local, slashed

LEADS = (
    *("Lead ID", "Created", "First contact", "Name", "E-mail", "Phone", "Company", "Source"),
    *("Campaign", "Owner", "Status", "Deal", "Referred by", "Opted out"),
)
DEALS = (
    *("Deal ID", "Deal name", "Lead ID", "Account", "E-mail", "Phone", "Created", "Closed"),
    *("Close date", "Expected close", "Stage", "Pipeline", "Amount", "Currency", "Owner"),
    *("Product", "Lead source", "Payment terms", "Stakeholders", "Discount", "Lost reason"),
    *("Referred by", "Region"),
)
LEGACY = (
    *("No", "Customer", "E-mail", "Phone", "Created", "Contacted", "Demo", "Contract", "Won"),
    *("Lost", "Value", "Salesman", "Product"),
)
BOOKINGS = (
    *("Booking", "Start", "End", "Booked", "E-mail", "Name", "Host", "Type", "Status"),
    *("Showed up", "Moved from", "Cancelled", "Cancelled by"),
)
CONTACTS = ("ID", "Name", "E-mail", "Phone", "Company", "No mail")
ACCOUNTS = ("ID", "Account", "Industry", "Employees", "Country")


def leads(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the lead list."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                yield _lead(lead, attempt.deal, now)


def deals(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the deals of the CRM."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and not deal.is_legacy and deal.created.at < now:
            yield _deal(deal, now)


def legacy(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the deals from before the CRM, one date column per stage. All are long closed."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and deal.is_legacy and deal.steps[-1].at.at < now:
            yield _legacy(deal)


def bookings(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the bookings."""
    for attempt in company.attempts:
        for booking in attempt.bookings:
            if booking.booked_at < now:
                yield _booking(booking, now)
    for booking in company.strays:
        if booking.booked_at < now:
            yield _booking(booking, now)


def contacts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the address book."""
    for person in _met(company.attempts, now):
        if person.in_address_book:
            yield (
                f"P{person.number:06d}",
                person.name,
                person.email or "",
                person.phone or "",
                person.account.name,
                "yes" if person.opted_out else "no",
            )


def accounts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the accounts."""
    for account in company.accounts:
        if on(account.born).at < now:
            yield (
                account.account_id,
                account.name,
                account.industry or "",
                str(account.employees or ""),
                account.country,
            )


def _met(attempts: list[Attempt], now: datetime) -> Iterator[Person]:
    seen = set()
    for attempt in attempts:
        if attempt.begins.at < now and attempt.person.number not in seen:
            seen.add(attempt.person.number)
            yield attempt.person


def _lead(lead: Lead, deal: Deal | None, now: datetime) -> Row:
    has_contact = lead.first_contact is not None and lead.first_contact.at < now
    has_deal = lead.links_deal and deal is not None and deal.created.at < now
    return (
        lead.lead_id,
        local(lead.created),
        local(lead.first_contact) if has_contact else "",
        lead.person.name,
        lead.email_text,
        lead.phone_text,
        lead.company_text,
        lead.lead_source or "",
        lead.campaign or "",
        NAMES[lead.owner] if lead.owner else "",
        shown.source_stage(lead.steps, now) if lead.is_tracked else "",
        deal.deal_id if has_deal and deal is not None else "",
        lead.referred_by,
        "yes" if lead.person.opted_out else "",
    )


def _deal(deal: Deal, now: datetime) -> Row:
    step = shown.closing_step(deal.steps, now)
    amount = shown.amount(deal, now)
    closed = step.at if step else on(deal.wrong_close) if deal.wrong_close else None
    close_date = shown.close_date(deal, now)
    expected = deal.created.day + timedelta(days=deal.expected_days)
    is_lost = step is not None and step.stage == "lost"
    return (
        deal.deal_id,
        deal.name,
        deal.lead_link,
        deal.account.name if deal.account else "",
        deal.email_text,
        deal.phone_text,
        local(deal.created),
        local(closed),
        f"{close_date}" if close_date else "",
        f"{expected}" if closed is None else "",
        "Closed won" if deal.wrong_close else shown.source_stage(deal.steps, now),
        deal.pipeline,
        danish(amount),
        deal.currency if amount is not None else "",
        shown.owner(deal, now) or "",
        deal.product_text,
        deal.lead_source or "",
        deal.payment_terms,
        str(deal.stakeholders),
        deal.discount.replace(".", ","),
        deal.lost_reason if is_lost else "",
        deal.referred_by,
        deal.region or "",
    )


def _legacy(deal: Deal) -> Row:
    dates = {step.stage: f"{step.at.day}" for step in deal.steps}
    return (
        deal.deal_id,
        deal.account.name if deal.account else "",
        deal.email_text,
        deal.phone_text,
        local(deal.created),
        *(dates.get(stage, "") for stage in ("outreach", "demo", "closing", "won", "lost")),
        f"{deal.amount:.2f}",
        NAMES[deal.owners[0][1]],
        deal.product_text,
    )


def _booking(booking: Booking, now: datetime) -> Row:
    cancelled = shown.cancelled_at(booking, now)
    attended = shown.attended(booking, now)
    return (
        booking.booking_id,
        slashed(booking.starts_at),
        slashed(booking.ends_at),
        slashed(booking.booked_at),
        booking.email,
        booking.name,
        booking.owner,
        booking.event_type,
        "cancelled" if cancelled else "confirmed",
        "" if attended is None else "yes" if attended else "no",
        booking.moved_from,
        slashed(cancelled),
        booking.cancelled_by if cancelled else "",
    )
