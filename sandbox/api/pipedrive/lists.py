"""Lists page by page: by a cursor in version 2, by an offset in version 1."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

import msgspec

from sandbox.api.pipedrive.errors import failure, of_kind
from sandbox.api.pipedrive.record import Change, Json, Record, naive, precise, rfc
from sandbox.api.pipedrive.shelves import Shelves
from sandbox.api.vendor import Reply, Request

MOST, USUAL = 500, 100
LIVE = {"open", "won", "lost"}
OPTIONAL = {"deals": ("source_lead_id", "first_won_time", "products_count", "participants_count")}
"""Fields that only come when they are asked for."""


def by_cursor(shelves: Shelves, kind: str, request: Request, *, is_archived: bool = False) -> Reply:
    """A page of a list of version 2, in the order of ids."""
    limit = _limit(request)
    after = _after(request.first("cursor"))
    if limit is None:
        return failure(400, f"limit is at most {MOST}")
    if after is None:
        return of_kind(400, "cursor")
    since, until = _time(request, "updated_since"), _time(request, "updated_until")
    statuses = set(filter(None, request.first("status").split(","))) or LIVE
    asked = set(request.first("include_fields").split(","))
    wanted = (
        record
        for record in shelves.records(kind, after)
        if record.is_archived == is_archived
        and (kind != "deals" or shelves.is_listed(record, statuses))
        # in whole seconds, as the times are
        and (since is None or record.updated.replace(microsecond=0) >= since)
        and (until is None or record.updated.replace(microsecond=0) < until)
    )
    found = list(islice(wanted, limit + 1))
    page = found[:limit]
    cursor = _cursor(int(page[-1].id)) if len(found) > limit else None
    data = [shown(kind, record, asked) for record in page]
    return Reply(body={"success": True, "data": data, "additional_data": {"next_cursor": cursor}})


def by_offset(shelves: Shelves, kind: str, request: Request, *, is_archived: bool = False) -> Reply:
    """A page of a list of version 1."""
    limit, start = _limit(request), request.first("start", "0")
    if limit is None or not start.isdigit():
        return failure(400, "start and limit are numbers")
    since = _time(request, "updated_since") if not is_archived else None
    found = [
        record
        for record in shelves.records(kind)
        if record.is_archived == is_archived and (since is None or record.updated >= since)
    ]
    field, _, way = request.first("sort").partition(" ")
    if field == "update_time":
        found.sort(key=lambda record: record.updated, reverse=way == "DESC")
    begin = int(start)
    page = found[begin : begin + limit]
    paging: Json = {"start": begin, "limit": limit}
    paging["more_items_in_collection"] = begin + limit < len(found)
    if kind != "leads":
        if paging["more_items_in_collection"]:
            paging["next_start"] = begin + limit
        paging = {"pagination": paging}
    data = [shown(kind, record, set()) for record in page]
    return Reply(body={"success": True, "data": data, "additional_data": paging})


def changelog(changes: Sequence[Change] | None, request: Request) -> Reply:
    """A page of the changes of a deal, newest first."""
    limit, before = _limit(request), _after(request.first("cursor"))
    if changes is None:
        return failure(404)
    if limit is None or before is None:
        return of_kind(400, "cursor")
    ends = before if request.first("cursor") else len(changes)
    page = list(reversed(changes[:ends]))[:limit]
    left = ends - len(page)
    data = [
        {
            "field_key": change.field,
            "old_value": None if change.old is None else str(change.old),
            "new_value": None if change.new is None else str(change.new),
            "actor_user_id": change.by,
            "time": naive(change.at),
            "change_source": "app",
            "change_source_user_agent": "Mozilla/5.0",
            "is_bulk_update_flag": False,
        }
        for change in page
    ]
    cursor = _cursor(left) if left else None
    return Reply(body={"success": True, "data": data, "additional_data": {"next_cursor": cursor}})


def shown(kind: str, record: Record, asked: set[str]) -> Json:
    """A record as it is answered."""
    hidden = set(OPTIONAL.get(kind, ())) - asked
    body = {name: value for name, value in record.body.items() if name not in hidden}
    if kind == "notes":
        return {
            "id": record.id,
            "add_time": naive(record.created),
            "update_time": naive(record.updated),
        } | body
    write = precise if kind == "leads" else rfc
    times = {"add_time": write(record.created), "update_time": write(record.updated)}
    answer: Json = {"id": record.id, **body, **times}
    if kind == "leads":
        return answer
    answer["is_deleted"] = record.deleted_at is not None
    if kind == "deals":
        answer["is_archived"] = record.is_archived
        answer["status"] = "deleted" if record.deleted_at is not None else body["status"]
    return answer


def _limit(request: Request) -> int | None:
    text = request.first("limit", str(USUAL))
    return int(text) if text.isdigit() and 0 < int(text) <= MOST else None


def _time(request: Request, name: str) -> datetime | None:
    text = request.first(name)
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _cursor(number: int) -> str:
    return urlsafe_b64encode(msgspec.json.encode({"id": number})).decode().rstrip("=")


def _after(cursor: str) -> int | None:
    """The id that a cursor names, 0 without one, None where it is none of ours."""
    if not cursor:
        return 0
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return int(msgspec.json.decode(text)["id"])
    except (Error, ValueError, KeyError, TypeError, msgspec.DecodeError):
        return None
