"""Leads, persons and organizations."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.pipedrive import fields, ids
from sandbox.api.pipedrive.deals import source_lead
from sandbox.api.pipedrive.fields import YES, choice
from sandbox.api.pipedrive.record import Json, Record
from sandbox.company import Company
from sandbox.company.clock import on
from sandbox.company.records import Attempt, Lead, Person

MERGED = 90_000
"""Added to a person's number: a second one of the same person, which is merged away."""
EVERY = 40
"""One person in so many was entered twice."""


def leads(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the leads, archived ones too: those that were given up or became a deal."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                yield _lead(lead, attempt, now)


def converted_at(lead: Lead, attempt: Attempt, now: datetime) -> datetime | None:
    """When the lead was converted; None for one that was not, or of which nobody noted it."""
    deal = attempt.deal
    if deal is None or source_lead(attempt) != lead.lead_id or deal.created.at >= now:
        return None
    return deal.created.at


def given_up_at(lead: Lead, now: datetime) -> datetime | None:
    """When the lead was archived because nothing comes of it."""
    found = [step.at.at for step in lead.steps if step.stage == "disqualified" and step.at.at < now]
    return found[-1] if found else None


def _lead(lead: Lead, attempt: Attempt, now: datetime) -> Record:
    contact = lead.first_contact
    if contact is not None and contact.at >= now:
        contact = None
    archived = converted_at(lead, attempt, now) or given_up_at(lead, now)
    events = [
        lead.created.at,
        *([contact.at] if contact else []),
        *([archived] if archived else []),
    ]
    body: Json = {
        "title": f"{lead.person.name} lead",
        "owner_id": int(ids.rep(lead.owner)),
        "creator_id": ids.ADMIN,
        "label_ids": [],
        "person_id": int(ids.person(lead.person.number)),
        "organization_id": None,
        "source_name": "Manually created",
        "origin": "ManuallyCreated",
        "origin_id": None,
        "channel": choice("channel", lead.lead_source),
        "channel_id": lead.campaign,
        "source_deal_id": None,
        "is_archived": archived is not None,
        "was_seen": True,
        "value": None,
        "expected_close_date": None,
        "next_activity_id": None,
        "visible_to": "3",
        "cc_email": "kvistsoftware+lead@pipedrivemail.example.com",
    }
    # what is not filled is left out of a lead
    if contact:
        body[fields.key("First contact")] = f"{contact.day}"
    if lead.referred_by:
        body[fields.key("Referred by")] = lead.referred_by
    number = ids.lead(lead.lead_id)
    return Record(number, lead.created.at, max(events), body, is_archived=archived is not None)


def persons(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the persons; a second one of somebody is gone once it was merged away."""
    met: dict[int, tuple[Person, Attempt]] = {}
    for attempt in company.attempts:
        if attempt.is_in_crm and attempt.begins.at < now:
            met.setdefault(attempt.person.number, (attempt.person, attempt))
    for person, attempt in met.values():
        record = _person(person, attempt)
        yield record
        merged_at = record.created + timedelta(days=3, minutes=7)
        if person.number % EVERY == 2:
            if merged_at >= now:
                body = record.body | {"emails": [], "phones": []}
                yield Record(int(record.id) + MERGED, record.created, record.created, body)
            else:
                record.updated = max(record.updated, merged_at)


def _person(person: Person, attempt: Attempt) -> Record:
    record = attempt.leads[0] if attempt.leads else attempt.deal
    first_name, _, last_name = person.name.partition(" ")
    company = attempt.leads[0].company_text if attempt.leads else ""
    body: Json = {
        "name": person.name,
        "first_name": first_name,
        "last_name": last_name,
        "owner_id": ids.ADMIN,
        "org_id": None,
        "emails": _values(person.email),
        "phones": _values(record.phone_text if record else None),
        "visible_to": 3,
        "label_ids": [],
        "picture_id": None,
        "custom_fields": {
            fields.key("Company name"): company or None,
            fields.key("No mail"): YES if person.opted_out else None,
        },
    }
    begins = attempt.begins.at
    return Record(int(ids.person(person.number)), begins, begins, body)


def _values(value: str | None) -> list[Json]:
    """An address or number; the field is never empty, but its value may be."""
    return [{"value": value or "", "primary": True, "label": "work"}]


def organizations(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the organizations."""
    for account in company.accounts:
        born = on(account.born).at
        if born < now:
            body: Json = {
                "name": account.name,
                "owner_id": ids.ADMIN,
                "address": None,
                "visible_to": 3,
                "label_ids": [],
                "website": f"https://{account.domain}",
                "custom_fields": {
                    fields.key("Trade"): account.industry,
                    fields.key("Employees"): account.employees,
                    fields.key("Country"): account.country,
                },
            }
            yield Record(int(ids.account(account.account_id)), born, born, body)
