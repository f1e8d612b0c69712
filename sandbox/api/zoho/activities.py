"""Calls, meetings, notes and tasks, each a module of its own.

An e-mail or a message is logged as a completed task: a field of the company's own says which of
them it was, and who wrote.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sandbox.api.zoho import ids
from sandbox.api.zoho.record import Json, Record, local, lookup
from sandbox.api.zoho.users import owner
from sandbox.company import Company
from sandbox.company.records import Activity, Attempt

MODULES = {"call": "Calls", "meeting": "Events", "note": "Notes"}
TASKS = "Tasks"
HALF_HOUR = timedelta(minutes=30)


def activities(company: Company, module: str, now: datetime) -> Iterator[Record]:
    """Yield the activities of one module."""
    for attempt in company.attempts:
        for did in attempt.activities:
            if MODULES.get(did.kind, TASKS) == module and did.occurred_at < now:
                fields = _own(did) | _related(did, attempt) | {"Owner": owner(did.owner)}
                at = did.occurred_at
                yield Record(ids.activity(did.activity_id), at, at, fields)


def _related(did: Activity, attempt: Attempt) -> Json:
    """Whom it is with, and which deal or lead it is about."""
    about, module = None, None
    if did.deal_id:
        about, module = lookup(ids.deal(did.deal_id), "a deal"), "Deals"
    elif did.lead_id:
        about, module = lookup(ids.lead(did.lead_id), "a lead"), "Leads"
    has_contact = bool(did.email) or module == "Deals"
    who = lookup(ids.person(attempt.person.number), attempt.person.name) if has_contact else None
    if did.kind == "note":
        about = about or who
        module = module or "Contacts"
        shown = about | {"module": {"api_name": module, "id": "1"}} if about else None
        return {"Parent_Id": shown}
    return {"What_Id": about, "Who_Id": who}


def _own(did: Activity) -> dict[str, Any]:
    at, is_out = local(did.occurred_at), did.direction == "outgoing"
    if did.kind == "call":
        return {
            "Subject": "Call",
            "Call_Type": "Outbound" if is_out else "Inbound",
            "Call_Start_Time": at,
            "Call_Duration": "04:00",
            "Call_Result": did.outcome or None,
        }
    if did.kind == "meeting":
        return {
            "Event_Title": "Meeting",
            "Start_DateTime": at,
            "End_DateTime": local(did.occurred_at + HALF_HOUR),
            "All_day": False,
        }
    if did.kind == "note":
        return {"Note_Title": "Note", "Note_Content": "Spoke with the team"}
    return {
        "Subject": did.kind.capitalize(),
        "Status": "Completed",
        "Due_Date": at[:10],
        "Closed_Time": at,
        "Channel": did.kind,
        "Direction": did.direction or None,
        "Result": did.outcome or None,
    }
