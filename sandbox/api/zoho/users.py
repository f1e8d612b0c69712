"""The users of the organisation: everybody of the roster, who left too, and two who are no reps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sandbox.api.zoho import ids
from sandbox.api.zoho.record import Json, local
from sandbox.company.clock import midnight
from sandbox.company.roster import NAMES, STRANGER, last_day

OPENED = datetime(2023, 1, 2, 8, tzinfo=UTC)
EVENING = timedelta(hours=19)
"""On the last day, users are deactivated at this time."""
DOMAIN = "kvistsoftware.example.net"
NOBODY = "Lead desk"
"""The user that owns what nobody has been given yet: an owner is mandatory."""
DELETED = frozenset({"R08"})
"""Who is not only deactivated but deleted, and found among the deleted users alone."""
TYPES = ("AllUsers", "ActiveUsers", "DeactiveUsers", "DeletedUsers")


def name_of(rep_id: str | None) -> str:
    """A user's full name."""
    return NOBODY if rep_id is None else NAMES.get(rep_id, rep_id)


def owner(rep_id: str | None) -> Json:
    """The owner of a record, as an answer holds it."""
    return {"name": name_of(rep_id), "id": ids.rep(rep_id), "email": _email(rep_id)}


def users(kind: str, now: datetime) -> list[Json]:
    """The users of a type at `now`."""
    statuses = {
        "AllUsers": ("active", "disabled"),
        "ActiveUsers": ("active",),
        "DeactiveUsers": ("disabled",),
        "DeletedUsers": ("deleted",),
    }[kind]
    return [user for user in _all(now) if user["status"] in statuses]


def _all(now: datetime) -> Iterator[Json]:
    for rep_id in (*NAMES, STRANGER, None):
        left = last_day(rep_id) if rep_id else None
        gone = midnight(left) + EVENING if left is not None else None
        has_left = gone is not None and now > gone
        status = "deleted" if rep_id in DELETED else "disabled"
        first, _, last = name_of(rep_id).partition(" ")
        yield {
            "id": ids.rep(rep_id),
            "full_name": name_of(rep_id),
            "first_name": first,
            "last_name": last,
            "email": _email(rep_id),
            "status": status if has_left else "active",
            "confirm": True,
            "role": {"name": "Sales", "id": str(ids.USER + 900)},
            "profile": {"name": "Standard", "id": str(ids.USER + 901)},
            "created_time": local(OPENED),
            "Modified_Time": local(gone if gone is not None and has_left else OPENED),
        }


def _email(rep_id: str | None) -> str:
    word = (rep_id or NOBODY).lower().replace(" ", ".")
    return f"{word}@{DOMAIN}"
