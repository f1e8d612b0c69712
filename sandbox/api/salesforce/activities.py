"""Meetings as events; calls, mails, messages and notes as tasks that are done.

When a lead is converted, what was done with it goes over to the contact and the deal.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.people import deal_of
from sandbox.api.salesforce.record import CURRENCY, Row, audit, day, owner
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company import Company
from sandbox.company.records import Activity, Attempt

HALF_HOUR = timedelta(minutes=30)
SUBJECTS = {"call": "Call", "email": "Email", "message": "Message", "note": "Note"}
DIRECTIONS = {"outgoing": "Outbound", "incoming": "Inbound"}


def events(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the meetings, each noted down when it began."""
    for attempt, did in _done(company, now):
        if did.kind == "meeting":
            ends = did.occurred_at + HALF_HOUR
            yield _activity(attempt, did, now) | {
                "Subject": "Meeting",
                "Type": "Meeting",
                "ActivityDateTime": datetime_text(did.occurred_at),
                "ActivityDate": day(did.occurred_at),
                "StartDateTime": datetime_text(did.occurred_at),
                "EndDateTime": datetime_text(ends),
                "DurationInMinutes": 30,
                "EventSubtype": "Event",
            }


def tasks(company: Company, now: datetime) -> Iterator[Row]:
    """Yield everything else that was done."""
    for attempt, did in _done(company, now):
        if did.kind != "meeting":
            word, direction = SUBJECTS[did.kind], DIRECTIONS.get(did.direction)
            yield _activity(attempt, did, now) | {
                "Subject": word,
                "Type": word,
                "TaskSubtype": word if did.kind in ("call", "email") else "Task",
                "ActivityDate": day(did.occurred_at),
                "Status": "Completed",
                "Priority": "Normal",
                "IsClosed": True,
                "CompletedDateTime": datetime_text(did.occurred_at),
                "CallType": direction if did.kind == "call" else None,
                "CallDisposition": did.outcome or None,
                "Direction__c": direction,
            }


def _done(company: Company, now: datetime) -> Iterator[tuple[Attempt, Activity]]:
    for attempt in company.attempts:
        if attempt.is_in_crm:
            for did in attempt.activities:
                if did.occurred_at < now:
                    yield attempt, did


def _activity(attempt: Attempt, did: Activity, now: datetime) -> Row:
    who, what, moved = _about(attempt, did, now)
    return {
        "Id": ids.activity(did.activity_id, did.kind),
        "WhoId": who,
        "WhatId": what,
        "OwnerId": owner(did.owner),
        **CURRENCY,
        **audit(did.occurred_at, [moved] if moved else []),
    }


def _about(
    attempt: Attempt, did: Activity, now: datetime
) -> tuple[str | None, str | None, datetime | None]:
    """(whom it was with, which deal it is about, when it came to be so if that was later)."""
    contact = ids.person(attempt.person.number)
    if did.deal_id:
        return contact, ids.deal(did.deal_id), None
    if did.lead_id:
        lead = next(lead for lead in attempt.leads if lead.lead_id == did.lead_id)
        made = deal_of(lead, attempt.deal, now)
        if made is None:
            return ids.lead(did.lead_id), None, None
        return contact, ids.deal(made.deal_id), made.created.at
    return contact, None, None
