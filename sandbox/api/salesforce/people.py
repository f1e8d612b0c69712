"""Leads with their history, the contacts that some became, and accounts.

An address lies in its own lead until somebody converts the lead. A contact is made of everybody
who has a deal, and of everybody in the company's address book.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.record import CURRENCY, Row, audit, day, user_name
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company import Company, shown
from sandbox.company.clock import on
from sandbox.company.records import Attempt, Deal, Lead, Person

STATUS = {
    None: "Open - Not Contacted",
    "New": "Open - Not Contacted",
    "Contacted": "Working - Contacted",
    "Qualified": "Working - Contacted",
    "Unqualified": "Closed - Not Converted",
}
"""A lead always has a status; what the company knows better stands in a field of its own."""
CONVERTED = "Closed - Converted"
STAGE_FIELD = "Lead_Stage__c"
NO_COMPANY = "[not provided]"
PER_LEAD = 100
MERGED, DELETED = 90_000_000, 80_000_000
"""Added to a number: the record that was merged into it, the one that was deleted."""
EVERY = 6


def leads(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the leads, and second ones of some that were merged into them the same hour."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                row = _lead(lead, attempt.deal, now)
                yield row
                entered = lead.created.at + timedelta(minutes=30)
                merged = entered + timedelta(minutes=20)
                if int(lead.lead_id[1:]) % EVERY == 2 and merged < now:
                    yield _merged(row, entered, merged)


def lead_history(company: Company, now: datetime) -> Iterator[Row]:
    """Yield what changed of leads: how one began is not written down, but what it was before."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                for n, (at, field, old, new) in enumerate(_changes(lead, attempt.deal, now)):
                    yield {
                        "Id": ids.spell("017", int(lead.lead_id[1:]) * PER_LEAD + n),
                        "LeadId": ids.lead(lead.lead_id),
                        "Field": field,
                        "DataType": "Text",
                        "OldValue": old,
                        "NewValue": new,
                        "CreatedDate": datetime_text(at),
                        "CreatedById": ids.ADMIN,
                    }


def contacts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the contacts, those that were merged or deleted too."""
    for person, attempts in _met(company.attempts, now):
        begins = _becomes_contact(person, attempts, now)
        if begins is None:
            continue
        row = _contact(person, attempts[0], begins)
        yield row
        n = person.number % EVERY
        if n == 1:
            gone = begins + timedelta(minutes=20)
            if gone < now:
                yield _gone(row, DELETED, begins, gone)
        elif n == 2:
            gone = begins + timedelta(minutes=50)
            if gone < now:
                yield _gone(row, MERGED, begins, gone) | {"MasterRecordId": row["Id"]}


def accounts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the accounts."""
    for account in company.accounts:
        born = on(account.born).at
        if born < now:
            yield {
                "Id": ids.account(account.account_id),
                "Name": account.name,
                "Website": f"https://{account.domain}",
                "Industry": account.industry,
                "NumberOfEmployees": account.employees,
                "BillingCountry": account.country,
                "BillingAddress": {"country": account.country},
                "OwnerId": ids.ADMIN,
                **CURRENCY,
                **audit(born),
            }


def deal_of(lead: Lead, deal: Deal | None, now: datetime) -> Deal | None:
    """The deal that the lead was converted to before `now`: one of the two names the other."""
    if deal is None or deal.created.at >= now:
        return None
    return deal if deal.lead_link == lead.lead_id or lead.links_deal else None


def email_of(person: Person) -> str | None:
    """The address as the vendor keeps it: without blanks, and none that is no address."""
    if person.email is None or person.email_kind == "invalid":
        return None
    return person.email.strip().lower()


def _lead(lead: Lead, deal: Deal | None, now: datetime) -> Row:
    made = deal_of(lead, deal, now)
    contact = lead.first_contact
    if contact is not None and contact.at >= now:
        contact = None
    changes = [at for at, *_ in _changes(lead, deal, now)]
    word = (shown.source_stage(lead.steps, now) or None) if lead.is_tracked else None
    first, last = user_name(lead.person.name)
    row: Row = {
        "Id": ids.lead(lead.lead_id),
        "FirstName": first,
        "LastName": last,
        "Name": lead.person.name,
        "Company": lead.company_text or NO_COMPANY,
        "Country": lead.person.country,
        "Address": {"country": lead.person.country},
        "Email": email_of(lead.person),
        "Phone": lead.phone_text or None,
        "LeadSource": lead.lead_source,
        "Status": CONVERTED if made else STATUS[word],
        "HasOptedOutOfEmail": lead.person.opted_out,
        "OwnerId": ids.rep(lead.owner) if lead.owner else ids.LEAD_QUEUE,
        "IsConverted": made is not None,
        STAGE_FIELD: word,
        "First_Contact__c": contact.day.isoformat() if contact else None,
        "Referred_By__c": lead.referred_by or None,
        **CURRENCY,
        **audit(lead.created.at, [*changes, *([contact.at] if contact else [])]),
    }
    if made is not None:
        row |= {
            "ConvertedDate": day(made.created.at),
            "ConvertedAccountId": ids.account(made.account.account_id) if made.account else None,
            "ConvertedContactId": ids.person(lead.person.number),
            "ConvertedOpportunityId": ids.deal(made.deal_id),
        }
    return row


def _changes(
    lead: Lead, deal: Deal | None, now: datetime
) -> list[tuple[datetime, str, str | None, str | None]]:
    """(when, field, old, new) in order. A change that takes the status along is one save."""
    found: list[tuple[datetime, str, str | None, str | None]] = [
        (lead.created.at, "created", None, None)
    ]
    words: list[tuple[datetime, str | None]] = [(lead.created.at, None)]
    if lead.is_tracked:
        words += [
            (step.logged_at or step.at.at, step.source_stage)
            for step in shown.past(lead.steps, now)
            if step.is_logged
        ]
    if len(words) > 1 and words[1][0] == words[0][0]:
        # what a record has when it is made is no change of it
        del words[0]
    for (_, old), (at, new) in pairwise(words):
        found.append((at, STAGE_FIELD, old, new))
        if STATUS[old] != STATUS[new]:
            found.append((at, "Status", STATUS[old], STATUS[new]))
    made = deal_of(lead, deal, now)
    if made is not None:
        at, last = made.created.at, STATUS[words[-1][1]]
        found += [(at, "Status", last, CONVERTED), (at, "leadConverted", None, None)]
    return found


def _merged(lead: Row, entered: datetime, merged: datetime) -> Row:
    number = ids.number_of(lead["Id"]) + MERGED
    return (
        lead
        | audit(entered, [merged])
        | {
            "Id": ids.spell(ids.LEAD, number),
            "IsDeleted": True,
            "MasterRecordId": lead["Id"],
            "IsConverted": False,
            "Status": STATUS[None],
            STAGE_FIELD: None,
            "ConvertedDate": None,
            "ConvertedAccountId": None,
            "ConvertedContactId": None,
            "ConvertedOpportunityId": None,
        }
    )


def _met(attempts: list[Attempt], now: datetime) -> Iterator[tuple[Person, list[Attempt]]]:
    found: dict[int, tuple[Person, list[Attempt]]] = {}
    for attempt in attempts:
        if attempt.is_in_crm and attempt.begins.at < now:
            found.setdefault(attempt.person.number, (attempt.person, []))[1].append(attempt)
    yield from found.values()


def _becomes_contact(person: Person, attempts: list[Attempt], now: datetime) -> datetime | None:
    deals = [a.deal.created.at for a in attempts if a.deal and a.deal.created.at < now]
    known = [attempts[0].begins.at] if person.in_address_book else []
    return min((*deals, *known), default=None)


def _contact(person: Person, first: Attempt, begins: datetime) -> Row:
    record = first.leads[0] if first.leads else first.deal
    first_name, last_name = user_name(person.name)
    return {
        "Id": ids.person(person.number),
        "AccountId": ids.account(person.account.account_id) if person.account.account_id else None,
        "FirstName": first_name,
        "LastName": last_name,
        "Name": person.name,
        "Email": email_of(person),
        "Phone": (record.phone_text if record else "") or None,
        "MailingCountry": person.country,
        "MailingAddress": {"country": person.country},
        "HasOptedOutOfEmail": person.opted_out,
        "OwnerId": ids.ADMIN,
        **CURRENCY,
        **audit(begins),
    }


def _gone(contact: Row, added: int, born: datetime, gone: datetime) -> Row:
    number = ids.number_of(contact["Id"]) + added
    return contact | audit(born, [gone]) | {"Id": ids.spell(ids.CONTACT, number), "IsDeleted": True}
