"""Contacts and companies: one contact per person, whose address no other contact has."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api import ids
from sandbox.api.hubspot.record import Change, Record
from sandbox.company import Company
from sandbox.company.clock import on
from sandbox.company.records import Attempt, Person

MERGED, ARCHIVED = 90_000_000, 80_000_000
"""Added to a person's number: the second contact that was merged away, the one that was deleted."""
EVERY = 40
"""One person in so many was entered twice."""


def contacts(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the contacts, those that were deleted too; one that was merged away is gone."""
    taken: set[str] = set()
    for person, attempts in sorted(
        _met(company.attempts, now).values(), key=lambda met: (met[1][0].begins.at, met[0].number)
    ):
        email = _email(person)
        if email in taken:
            email = None
        elif email:
            taken.add(email)
        yield from _with_doubles(_contact(person, email, attempts, now), person, now)


def companies(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the companies."""
    for account in company.accounts:
        born = on(account.born).at
        if born < now:
            yield Record(
                ids.account(account.account_id),
                born,
                born,
                {
                    "name": account.name,
                    "domain": account.domain,
                    "industry": account.industry,
                    "numberofemployees": str(account.employees) if account.employees else None,
                    "country": account.country,
                },
            )


def _met(attempts: list[Attempt], now: datetime) -> dict[int, tuple[Person, list[Attempt]]]:
    found: dict[int, tuple[Person, list[Attempt]]] = {}
    for attempt in attempts:
        if attempt.is_in_crm and attempt.begins.at < now:
            found.setdefault(attempt.person.number, (attempt.person, []))[1].append(attempt)
    return found


def _email(person: Person) -> str | None:
    """The address as the vendor keeps it: in small letters, and none that is no address."""
    if person.email is None or person.email_kind == "invalid":
        return None
    return person.email.strip().lower()


def _contact(person: Person, email: str | None, attempts: list[Attempt], now: datetime) -> Record:
    first = attempts[0]
    record = first.leads[0] if first.leads else first.deal
    first_name, _, last_name = person.name.partition(" ")
    life = _lifecycle(attempts, now)
    return Record(
        ids.person(person.number),
        first.begins.at,
        life[-1].at,
        {
            "email": email,
            "firstname": first_name,
            "lastname": last_name,
            "phone": (record.phone_text if record else "") or None,
            "company": (first.leads[0].company_text if first.leads else "") or None,
            "lifecyclestage": life[-1].value,
            "hs_email_optout": "true" if person.opted_out else None,
        },
        {"lifecyclestage": life},
    )


def _lifecycle(attempts: list[Attempt], now: datetime) -> list[Change]:
    """Somebody we write to, then of interest for a deal, then a customer; never back."""
    found = [Change("subscriber", attempts[0].begins.at)]
    deals = [a.deal for a in attempts if a.deal is not None and a.deal.created.at < now]
    if deals:
        at = max(deals[0].created.at, found[0].at)
        found.append(Change("opportunity", at))
    wins = [s.at.at for deal in deals for s in deal.steps if s.stage == "won" and s.at.at < now]
    if wins:
        found.append(Change("customer", min(wins)))
    return found


def _with_doubles(record: Record, person: Person, now: datetime) -> Iterator[Record]:
    """Yield the contact, and what is left of a second one of the same person."""
    n = person.number % EVERY
    if n == 1 and record.properties["email"]:
        # an address may be used anew once the contact that had it is deleted
        born, gone = record.created - timedelta(days=1), record.created - timedelta(hours=1)
        other = str(int(record.id) + ARCHIVED)
        yield Record(other, born, gone, dict(record.properties), archived_at=gone)
    elif n == 2:
        other = str(int(record.id) + MERGED)
        merged_at = record.created + timedelta(days=3, minutes=7)
        if merged_at < now:
            record.properties["hs_merged_object_ids"] = other
            record.updated = max(record.updated, merged_at)
        else:
            properties = {**record.properties, "email": None, "phone": None}
            yield Record(other, record.created, record.created, properties)
    yield record
