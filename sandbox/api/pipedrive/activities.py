"""Activities that were done, and notes. What belonged to a lead moves to the deal made of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sandbox.api.pipedrive import ids
from sandbox.api.pipedrive.people import converted_at
from sandbox.api.pipedrive.record import Json, Record, rfc
from sandbox.api.pipedrive.settings import ACTIVITY_TYPES
from sandbox.company import Company
from sandbox.company.records import Activity, Attempt

LATER = timedelta(minutes=12)
"""So long after the fact it is ticked off."""


def activities(company: Company, now: datetime) -> Iterator[Record]:
    """Yield what was done."""
    for attempt in company.attempts:
        for did in attempt.activities:
            if did.kind != "note" and did.occurred_at < now:
                yield _activity(did, attempt, now)


def notes(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the notes."""
    for attempt in company.attempts:
        for did in attempt.activities:
            if did.kind == "note" and did.occurred_at < now:
                number = ids.NOTE + ids.activity(did.activity_id)
                links, moved = _links(did, attempt, now)
                body: Json = {
                    "user_id": int(ids.rep(did.owner)),
                    **links,
                    "content": "<p>Spoke with the team</p>",
                    "active_flag": True,
                }
                yield Record(number, did.occurred_at, max(did.occurred_at, moved), body)


def _activity(did: Activity, attempt: Attempt, now: datetime) -> Record:
    at = did.occurred_at.astimezone(UTC)
    direction = did.direction if did.kind != "meeting" else ""
    links, moved = _links(did, attempt, now)
    body: Json = {
        "subject": did.kind.capitalize(),
        "type": ACTIVITY_TYPES[did.kind, direction][0],
        "owner_id": int(ids.rep(did.owner)),
        "creator_user_id": int(ids.rep(did.owner)),
        **links,
        "project_id": None,
        "due_date": f"{at:%Y-%m-%d}",
        "due_time": f"{at:%H:%M:%S}",
        "duration": "00:30:00",
        "busy": False,
        "done": True,
        "marked_as_done_time": rfc(at + LATER),
        "location": None,
        "participants": [],
        "public_description": None,
        "priority": None,
        "note": None,
    }
    return Record(ids.ACTIVITY + ids.activity(did.activity_id), at, max(at, moved), body)


def _links(did: Activity, attempt: Attempt, now: datetime) -> tuple[Json, datetime]:
    """What it belongs to, and when that changed last."""
    lead_id, deal_id, moved = did.lead_id, did.deal_id, did.occurred_at
    for lead in attempt.leads:
        converted = converted_at(lead, attempt, now) if lead.lead_id == lead_id else None
        if converted is not None and attempt.deal is not None:
            lead_id, deal_id, moved = "", attempt.deal.deal_id, converted
    links: Json = {
        "deal_id": int(ids.deal(deal_id)) if deal_id else None,
        "lead_id": ids.lead(lead_id) if lead_id else None,
        "person_id": int(ids.person(attempt.person.number)) if did.email else None,
        "org_id": None,
    }
    return links, moved
