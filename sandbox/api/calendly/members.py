"""Who sits in the organization: its users and memberships."""

from datetime import date, datetime
from functools import cache

from sandbox.api import ids
from sandbox.api.vendor import Json
from sandbox.company import roster
from sandbox.company.clock import local_day, midnight

HOST = "https://api.calendly.com"
"""URIs are identities and never change, whatever the port of the sandbox is."""
SITE = "https://calendly.com"
ORGANIZATION = f"{HOST}/organizations/{ids.uuid(ids.ORGANIZATION, 1)}"
OWNER = roster.ROSTER[0].rep_id
"""Whose token it is: the organization's owner."""
DESK_NUMBER = 99
"""The user of the desk that no roster lists; it never was a member."""


def uri(kind: str, tag: int, number: int) -> str:
    """The URI of something."""
    return f"{HOST}/{kind}/{ids.uuid(tag, number)}"


def text(at: datetime) -> str:
    """A time in UTC as Calendly writes it, with microseconds."""
    return at.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


@cache
def user(rep_id: str) -> Json:
    """The user of a rep, without the organization that only /users/me shows."""
    is_rep = rep_id in roster.NAMES
    number = int(rep_id.removeprefix("R")) if is_rep else DESK_NUMBER
    name = roster.NAMES.get(rep_id, rep_id)
    mailbox = rep_id.lower().replace(" ", ".")
    rows = roster.memberships(rep_id)
    since = text(midnight(rows[0].starts_on if rows else roster.LONG_AGO))
    return {
        "uri": uri("users", ids.USER, number),
        "name": name,
        "slug": mailbox.replace(".", "-"),
        "email": f"{mailbox}@kvistsoftware.example.net",
        "scheduling_url": f"{SITE}/{mailbox.replace('.', '-')}",
        "timezone": "Europe/Copenhagen",
        "avatar_url": None,
        "created_at": since,
        "updated_at": since,
    }


@cache
def user_uris() -> tuple[str, ...]:
    """The URIs of all who are or were users."""
    return tuple(user(rep_id)["uri"] for rep_id in (*roster.NAMES, roster.STRANGER))


def me() -> Json:
    """The user whose token it is."""
    return user(OWNER) | {"current_organization": ORGANIZATION}


def memberships(now: datetime) -> list[Json]:
    """The members of today: who has left the company is in the list no more."""
    today = local_day(now)
    return [_membership(rep_id) for rep_id in roster.NAMES if _is_here(rep_id, today)]


def _is_here(rep_id: str, today: date) -> bool:
    left = roster.last_day(rep_id)
    return roster.memberships(rep_id)[0].starts_on <= today and (left is None or today <= left)


@cache
def _membership(rep_id: str) -> Json:
    found = user(rep_id)
    role = "admin" if rep_id in roster.MANAGERS else "user"
    return {
        "uri": uri("organization_memberships", ids.MEMBERSHIP, int(rep_id.removeprefix("R"))),
        "role": "owner" if rep_id == OWNER else role,
        "user": found,
        "organization": ORGANIZATION,
        "created_at": found["created_at"],
        "updated_at": found["updated_at"],
    }
