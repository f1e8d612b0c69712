"""What is told of one record: when it was made, which fields were changed, who takes part in it."""

from sandbox.api.vendor import Reply, Request
from sandbox.api.zoho import errors, ids
from sandbox.api.zoho.org import Org
from sandbox.api.zoho.record import Json, Move, Record, local
from sandbox.api.zoho.users import owner

MOST = 200
BLANK = "blank"
"""How the vendor writes a field that was empty."""


def answer(org: Org, module: str, record_id: str, request: Request) -> Reply:
    """The events of a record, in the order that is asked for."""
    record = org.read(module, int(record_id))
    if record is None or record.deleted_at is not None:
        return errors.no_record()
    size = request.first("per_page", str(MOST))
    if not size.isdigit() or not 0 < int(size) <= MOST:
        return errors.wrong("per_page", f"a page has at most {MOST} events")
    begins = int(request.first("page_token") or 0)
    events = [_made(module, record)]
    events += [_event(module, record, n, move) for n, move in enumerate(record.moves, start=1)]
    if request.first("sort_order", "desc") == "desc":
        events.reverse()
    shown = events[begins : begins + int(size)]
    ends = begins + len(shown)
    has_more = ends < len(events)
    info: Json = {"per_page": int(size), "count": len(shown), "more_records": has_more}
    following: Json = {"next_page_token": str(ends) if has_more else None}
    return Reply(body={"__timeline": shown, "info": info | following})


def contact_roles(org: Org, module: str, record_id: str, request: Request) -> Reply:
    """The contacts with a role in a deal: the one that it names."""
    if not request.first("fields"):
        return errors.needs("fields")
    record = org.read(module, int(record_id))
    if record is None or record.deleted_at is not None:
        return errors.no_record()
    contact = record.fields.get("Contact_Name")
    if contact is None:
        return Reply(204)
    role = {"name": "Decision Maker", "id": str(ids.ORG + 2)}
    data = [{"id": contact["id"], "Email": None, "Contact_Role": role}]
    return Reply(body={"data": data, "info": {"count": 1, "more_records": False}})


def _made(module: str, record: Record) -> Json:
    return _entry(module, record, 0, local(record.created), "added", [])


def _event(module: str, record: Record, n: int, move: Move) -> Json:
    change = {
        "data_type": "ownerlookup" if move.field == "Owner" else "picklist",
        "api_name": move.field,
        "field_label": move.field.replace("_", " "),
        "_value": {"old": move.old or BLANK, "new": move.new or BLANK},
    }
    return _entry(module, record, n, local(move.at), "updated", [change])


def _entry(module: str, record: Record, n: int, at: str, action: str, changes: list[Json]) -> Json:
    return {
        "id": ids.of_record(ids.TIMELINE, record.id, n),
        "audited_time": at,
        "action": action,
        "source": "crm_ui",
        "done_by": {"name": owner(None)["name"], "id": owner(None)["id"]},
        "record": {"id": record.id, "name": "a record", "module": {"api_name": module}},
        "field_history": changes or None,
    }
