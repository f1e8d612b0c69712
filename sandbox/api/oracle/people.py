"""Leads, contacts and accounts; what was done with them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from sandbox.api.oracle import ids
from sandbox.api.oracle.record import Row, audit, instant
from sandbox.company import Company, shown
from sandbox.company.clock import on
from sandbox.company.market import LEAD_STAGES
from sandbox.company.records import Activity, Attempt, Deal, Lead, Person

STATUS_FIELDS = {word: (f"{word}On_c", f"{word}AgainOn_c") for word in LEAD_STAGES}
"""When a lead got a status: for the first time, and again."""
STAGE_FIELD = "LeadStage_c"
MERGED, DELETED = 90_000_000, 80_000_000
"""Added to a person's number: the contact that was merged away, the one that will be deleted."""
EVERY = 40
DOUBLE_LIVES = timedelta(hours=30)
HALF_HOUR = timedelta(minutes=30)
FUNCTIONS = {"call": "CALLREPORT", "meeting": "APPOINTMENT"}
"""What an activity is there; everything else is a task."""


def leads(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the leads."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                yield _lead(lead, attempt.deal, now)


def contacts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield a contact per person, and second ones that were merged or will be deleted."""
    met: dict[int, tuple[Person, Attempt]] = {}
    for attempt in company.attempts:
        if attempt.is_in_crm and attempt.begins.at < now:
            met.setdefault(attempt.person.number, (attempt.person, attempt))
    for person, first in met.values():
        begins = first.begins.at
        row = _contact(person, first, begins)
        yield row
        again = begins + HALF_HOUR
        if person.number % EVERY == 1 and again < now:
            yield row | audit(again, [again + HALF_HOUR]) | _as(person, MERGED, "M")
        elif person.number % EVERY == 2 and again < now <= again + DOUBLE_LIVES:
            yield row | audit(again) | _as(person, DELETED, "A")


def accounts(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the accounts."""
    for account in company.accounts:
        born = on(account.born).at
        if born < now:
            number = int(ids.account(account.account_id))
            yield {
                "PartyId": number,
                "PartyNumber": f"ACC_{number - ids.ACCOUNT}",
                "OrganizationName": account.name,
                "IndustryCode": account.industry,
                "EmployeesTotal": account.employees,
                "Country": account.country,
                "PartyStatus": "A",
                "URL": f"https://{account.domain}",
                **audit(born),
            }


def activities(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the activities; all were noted down when they were done."""
    for attempt in company.attempts:
        if attempt.is_in_crm:
            for did in attempt.activities:
                if did.occurred_at < now:
                    yield _activity(did, attempt)


def deal_of(lead: Lead, deal: Deal | None, now: datetime) -> Deal | None:
    """The deal that the lead was converted to before `now`: one of the two names the other."""
    if deal is None or deal.created.at >= now:
        return None
    return deal if deal.lead_link == lead.lead_id or lead.links_deal else None


def email_of(person: Person) -> str | None:
    """The address as the pod keeps it: without blanks, and none that is no address."""
    if person.email is None or person.email_kind == "invalid":
        return None
    return person.email.strip().lower()


def _lead(lead: Lead, deal: Deal | None, now: datetime) -> Row:
    made = deal_of(lead, deal, now)
    contact = lead.first_contact
    if contact is not None and contact.at >= now:
        contact = None
    word = (shown.source_stage(lead.steps, now) or None) if lead.is_tracked else None
    since: dict[str, list[datetime]] = {word: [] for word in LEAD_STAGES}
    for step in shown.past(lead.steps, now):
        if lead.is_tracked and step.is_logged:
            since[step.source_stage or ""].append(step.logged_at or step.at.at)
    changes = [*chain(*since.values()), *([contact.at] if contact else [])]
    changes += [made.created.at] if made else []
    lead_id = int(ids.lead(lead.lead_id))
    return {
        "LeadId": lead_id,
        "LeadNumber": f"LEAD_{lead_id - ids.LEAD}",
        "Name": f"{lead.person.name} {lead.company_text}".strip(),
        "StatusCode": "CONVERTED" if made else "RETIRED" if word == "Unqualified" else "QUALIFIED",
        "OwnerId": int(ids.rep(lead.owner)) if lead.owner else None,
        # the company was typed by hand: nobody has looked for an account of that name
        "CustomerId": None,
        "CustomerPartyName": lead.company_text or None,
        "PrimaryContactId": int(ids.person(lead.person.number)),
        "PrimaryContactPartyName": lead.person.name,
        "PrimaryContactEmailAddress": email_of(lead.person),
        "PrimaryContactPhoneNumber": lead.phone_text or None,
        "SourceCode": lead.lead_source,
        "CampaignName": lead.campaign,
        "ConvertedTimestamp": instant(made.created.at) if made else None,
        "Comments": None,
        STAGE_FIELD: word,
        **{
            field: instant(since[word][n]) if n < len(since[word]) else None
            for word, fields in STATUS_FIELDS.items()
            for n, field in enumerate(fields)
        },
        "FirstContact_c": contact.day.isoformat() if contact else None,
        "ReferredBy_c": lead.referred_by or None,
        **audit(lead.created.at, changes),
    }


def _contact(person: Person, first: Attempt, begins: datetime) -> Row:
    record = first.leads[0] if first.leads else first.deal
    number = int(ids.person(person.number))
    first_name, _, last_name = person.name.partition(" ")
    account = person.account.account_id
    return {
        "PartyId": number,
        "PartyNumber": f"CON_{number - ids.PERSON}",
        "FirstName": first_name,
        "LastName": last_name,
        "ContactName": person.name,
        "EmailAddress": email_of(person),
        "OverallPrimaryFormattedPhoneNumber": (record.phone_text if record else "") or None,
        "AccountPartyId": int(ids.account(account)) if account else None,
        "AccountName": person.account.name if account else None,
        "Country": person.country,
        "DoNotEmailFlag": person.opted_out,
        "PartyStatus": "A",
        **audit(begins),
    }


def _as(person: Person, added: int, status: str) -> Row:
    number = int(ids.person(person.number)) + added
    return {
        "PartyId": number,
        "PartyNumber": f"CON_{number - ids.PERSON}",
        "PartyStatus": status,
    }


def _activity(did: Activity, attempt: Attempt) -> Row:
    number, starts = ids.activity(did.activity_id), instant(did.occurred_at)
    is_meeting = did.kind == "meeting"
    return {
        "ActivityId": number,
        "ActivityNumber": f"ACT_{number - ids.ACTIVITY}",
        "ActivityFunctionCode": FUNCTIONS.get(did.kind, "TASK"),
        "ActivityTypeCode": did.kind.upper(),
        "Subject": did.kind.capitalize(),
        "StatusCode": "COMPLETE",
        "DirectionCode": {"outgoing": "OUTBOUND", "incoming": "INBOUND"}.get(did.direction),
        "OutcomeCode": did.outcome or None,
        "OwnerId": int(ids.rep(did.owner)) if did.owner else None,
        "OpportunityId": int(ids.deal(did.deal_id)) if did.deal_id else None,
        "LeadId": int(ids.lead(did.lead_id)) if did.lead_id else None,
        "PrimaryContactId": int(ids.person(attempt.person.number)) if did.email else None,
        "ActivityStartDate": starts,
        "ActivityEndDate": instant(did.occurred_at + HALF_HOUR) if is_meeting else starts,
        **audit(did.occurred_at),
    }
