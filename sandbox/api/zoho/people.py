"""Contacts and accounts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.zoho import ids
from sandbox.api.zoho.record import Record, lookup
from sandbox.api.zoho.users import owner
from sandbox.company import Company
from sandbox.company.clock import on
from sandbox.company.records import Attempt

DELETED = 80_000_000
"""Added to a person's number: a second contact of the same person, deleted before the first."""
EVERY = 40


def contacts(company: Company, now: datetime) -> Iterator[Record]:
    """Yield who a deal is with or the address book has, those that were deleted too.

    Of somebody else who is only a lead there is no contact.
    """
    met: dict[int, tuple[Attempt, datetime]] = {}
    for attempt in company.attempts:
        begins = _met_at(attempt)
        if attempt.is_in_crm and begins is not None and begins < now:
            met.setdefault(attempt.person.number, (attempt, begins))
    for number, (attempt, begins) in met.items():
        record = _contact(attempt, begins)
        if number % EVERY == 1:
            born, gone = begins - timedelta(days=1), begins - timedelta(hours=1)
            other = str(int(record.id) + DELETED)
            yield Record(other, born, gone, dict(record.fields), deleted_at=gone)
        yield record


def _met_at(attempt: Attempt) -> datetime | None:
    """When the contact of the person was made, had he been met in this attempt."""
    if attempt.person.in_address_book:
        return attempt.begins.at
    return attempt.deal.created.at if attempt.deal else None


def accounts(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the accounts."""
    for account in company.accounts:
        born = on(account.born).at
        if born < now:
            yield Record(
                ids.account(account.account_id),
                born,
                born,
                {
                    "Account_Name": account.name,
                    "Website": account.domain,
                    "Industry": account.industry,
                    "Employees": account.employees,
                    "Billing_Country": account.country,
                    "Owner": owner(None),
                },
            )


def email_of(text: str | None) -> str | None:
    """The address as a field of that type takes it: without blanks around, none that is none."""
    found = (text or "").strip()
    return found if found.count("@") == 1 else None


def _contact(attempt: Attempt, created: datetime) -> Record:
    deal, person = attempt.deal, attempt.person
    first, _, last = person.name.partition(" ")
    account = deal.account if deal else None
    fields = {
        "First_Name": first,
        "Last_Name": last,
        "Email": email_of(person.email),
        "Phone": (deal.phone_text if deal else "") or None,
        "Account_Name": lookup(ids.account(account.account_id), account.name) if account else None,
        "Email_Opt_Out": person.opted_out,
        "Owner": owner(None),
        "Lead_Source": None,
    }
    return Record(ids.person(person.number), created, created, fields)
