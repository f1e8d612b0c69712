"""Deals, and the leads some of them were made of."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sandbox.api.zoho import ids
from sandbox.api.zoho.history import stages
from sandbox.api.zoho.people import email_of
from sandbox.api.zoho.record import Move, Record, local, lookup
from sandbox.api.zoho.users import name_of, owner
from sandbox.company import Company, shown
from sandbox.company.records import Attempt, Deal, Lead

DELETED = 90_000_000
"""Added to a deal's number: a copy of it that somebody made and deleted the same day."""
EVERY = 50
RATES = {"EUR": 1.0, "DKK": 7.46, "USD": 1.09}
"""What the organisation wrote down as the price of its own currency."""


def deals(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the deals, deleted ones too."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            record = _deal(deal, attempt, now)
            yield record
            copied = deal.created.at + timedelta(minutes=30)
            if attempt.number % EVERY == 0 and copied < now:
                yield _copy(record, copied, copied + timedelta(minutes=20))


def leads(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the leads, those that were converted too."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                yield _lead(lead, attempt, now)


def _deal(deal: Deal, attempt: Attempt, now: datetime) -> Record:
    rows = stages(deal, now)
    owners = [(at, rep) for at, rep in deal.owners if at < now]
    step = shown.closing_step(deal.steps, now)
    is_lost = step is not None and step.stage == "lost"
    amount = shown.amount(deal, now)
    account = deal.account
    closing = shown.close_date(deal, now) or deal.created.day + timedelta(days=deal.expected_days)
    moves = [Move(at, "Stage", old, new) for (_, old), (at, new) in pairwise(rows) if old != new]
    moves += [
        Move(at, "Owner", name_of(old), name_of(new)) for (_, old), (at, new) in pairwise(owners)
    ]
    return Record(
        ids.deal(deal.deal_id),
        deal.created.at,
        max([deal.created.at, *(at for at, _ in (*rows, *owners))]),
        {
            "Deal_Name": deal.name,
            "Stage": rows[-1][1] if rows else None,
            "Pipeline": deal.pipeline,
            "Amount": amount,
            "Currency": deal.currency if amount is not None else None,
            "Exchange_Rate": RATES[deal.currency] if amount is not None else None,
            "Closing_Date": f"{closing}",
            "Owner": owner(owners[-1][1] if owners else None),
            "Account_Name": lookup(ids.account(account.account_id), account.name)
            if account
            else None,
            "Contact_Name": lookup(ids.person(attempt.person.number), attempt.person.name),
            "Lead_Source": deal.lead_source,
            "Reason_For_Loss__s": (deal.lost_reason or None) if is_lost else None,
            "Product": deal.product,
            "Payment_Terms": deal.payment_terms or None,
            "Stakeholders": deal.stakeholders,
            "Discount": float(deal.discount) if deal.discount else None,
            "Referred_By": deal.referred_by or None,
            "sales_region": deal.region,
        },
        sorted(moves, key=lambda move: move.at),
    )


def _lead(lead: Lead, attempt: Attempt, now: datetime) -> Record:
    deal, person = attempt.deal, lead.person
    steps = [step for step in shown.past(lead.steps, now) if lead.is_tracked and step.is_logged]
    contact = lead.first_contact
    if contact is not None and contact.at >= now:
        contact = None
    is_named = deal is not None and (deal.lead_link == lead.lead_id or lead.links_deal)
    made = deal if deal is not None and is_named and deal.created.at < now else None
    # one that was entered with a status has had it from the start
    is_first = bool(steps) and steps[0].at.at <= lead.created.at
    statuses = [None, *(step.source_stage for step in steps)]
    moves = [
        Move(step.at.at, "Lead_Status", statuses[n], step.source_stage)
        for n, step in enumerate(steps)
        if n or not is_first
    ]
    events = [lead.created.at, *(step.at.at for step in steps)]
    events += [contact.at] if contact else []
    events += [made.created.at] if made else []
    first, _, last = person.name.partition(" ")
    fields = {
        "First_Name": first,
        "Last_Name": last,
        "Company": lead.company_text or None,
        "Email": email_of(lead.email_text),
        "Phone": lead.phone_text or None,
        "Lead_Source": lead.lead_source,
        "Lead_Status": statuses[-1],
        "Owner": owner(lead.owner),
        "Email_Opt_Out": person.opted_out,
        "Campaign": lead.campaign,
        "First_Contact": f"{contact.day}" if contact else None,
        "Referred_By": lead.referred_by or None,
        "Converted__s": made is not None,
        "Converted_Date_Time": local(made.created.at) if made else None,
        "Converted_Deal": lookup(ids.deal(made.deal_id), made.name) if made else None,
        "Converted_Contact": lookup(ids.person(person.number), person.name) if made else None,
        "Converted_Account": None,
    }
    return Record(ids.lead(lead.lead_id), lead.created.at, max(events), fields, moves)


def _copy(deal: Record, made: datetime, deleted: datetime) -> Record:
    """A copy of a deal that looks like a big win, and is deleted."""
    name = f"{deal.fields['Deal_Name']} (copy)"
    fields = deal.fields | {"Deal_Name": name, "Stage": "Closed won", "Amount": 99_999.0}
    return Record(str(int(deal.id) + DELETED), made, deleted, fields, deleted_at=deleted)
