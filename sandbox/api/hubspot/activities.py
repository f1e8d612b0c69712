"""Calls, mails, meetings, notes and messages, each an object type of its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api import ids
from sandbox.api.hubspot.owners import owner_id
from sandbox.api.hubspot.record import Record, iso
from sandbox.company import Company
from sandbox.company.records import Activity, Attempt

TYPES = {
    "call": "calls",
    "email": "emails",
    "meeting": "meetings",
    "note": "notes",
    "message": "communications",
}
DISPOSITIONS = {
    "reached": "f240bbac-87c9-4f6e-bf70-924b57d47db7",
    "no answer": "73a0d17f-1163-4015-bdd5-ec830791da20",
}
"""The vendor's own ids of what came of a call: connected, no answer."""
HALF_HOUR = timedelta(minutes=30)


def activities(company: Company, plural: str, now: datetime) -> Iterator[Record]:
    """Yield the activities of one object type."""
    for attempt in company.attempts:
        for did in attempt.activities:
            if TYPES[did.kind] == plural and did.occurred_at < now and is_logged(did):
                yield _activity(did, attempt)


def is_logged(did: Activity) -> bool:
    """Whether the CRM can hold it: a message has no direction, so nobody logs one that came in."""
    return not (did.kind == "message" and did.direction == "incoming")


def _activity(did: Activity, attempt: Attempt) -> Record:
    at = iso(did.occurred_at)
    properties = {"hs_timestamp": at, "hubspot_owner_id": owner_id(did.owner)}
    return Record(
        ids.activity(did.activity_id),
        did.occurred_at,
        did.occurred_at,
        properties | _own(did),
        links={
            "deals": [ids.deal(did.deal_id)] if did.deal_id else [],
            "leads": [ids.lead(did.lead_id)] if did.lead_id else [],
            "contacts": [ids.person(attempt.person.number)] if did.email else [],
        },
    )


def _own(did: Activity) -> dict[str, str | None]:
    is_out = did.direction == "outgoing"
    if did.kind == "call":
        return {
            "hs_call_direction": "OUTBOUND" if is_out else "INBOUND",
            "hs_call_disposition": DISPOSITIONS.get(did.outcome),
            "hs_call_status": "COMPLETED",
        }
    if did.kind == "email":
        return {
            "hs_email_direction": "EMAIL" if is_out else "INCOMING_EMAIL",
            "hs_email_status": "SENT",
        }
    if did.kind == "meeting":
        return {
            "hs_meeting_title": "Meeting",
            "hs_meeting_outcome": "COMPLETED",
            "hs_meeting_start_time": iso(did.occurred_at),
            "hs_meeting_end_time": iso(did.occurred_at + HALF_HOUR),
        }
    if did.kind == "message":
        return {
            "hs_communication_channel_type": "LINKEDIN_MESSAGE",
            "hs_communication_logged_from": "CRM",
        }
    return {"hs_note_body": "Spoke with the team"}
