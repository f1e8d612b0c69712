"""The users of the CRM: everybody of the roster, who left too, and one whom no roster lists."""

from datetime import UTC, datetime, timedelta

from sandbox.api import ids
from sandbox.api.hubspot.record import Json, iso
from sandbox.company.clock import local_day, midnight
from sandbox.company.roster import NAMES, STRANGER, last_day, memberships, team_on

STRANGER_ID = str(ids.REP + 99)
FIRST_USER = 66_000_000
TEAMS_FROM = 310
OPENED = datetime(2023, 1, 2, 8, tzinfo=UTC)
EVENING = timedelta(hours=19)
"""On the last day, users are deactivated at this time."""
DOMAIN = "kvistsoftware.example.net"


def owner_id(rep_id: str | None) -> str | None:
    """The owner that stands for a rep; None for nobody."""
    if rep_id is None:
        return None
    return STRANGER_ID if rep_id == STRANGER else ids.rep(rep_id)


def user_id(rep_id: str) -> int:
    """The rep's user, whom goals are given to; it is not the owner's id."""
    return FIRST_USER + int(rep_id[1:])


def all_owners(now: datetime, *, archived: bool) -> list[Json]:
    """The owners that are active at `now`, or those that are not any more."""
    found = [_rep(rep_id, now) for rep_id in NAMES]
    found.append(
        {
            "id": STRANGER_ID,
            "email": f"interim.desk@{DOMAIN}",
            "type": "QUEUE",
            "firstName": "Interim",
            "lastName": "desk",
            "createdAt": iso(OPENED),
            "updatedAt": iso(OPENED),
            "archived": False,
            "teams": [],
        }
    )
    return [owner for owner in found if owner["archived"] == archived]


def _rep(rep_id: str, now: datetime) -> Json:
    first, _, last = NAMES[rep_id].partition(" ")
    left = last_day(rep_id)
    gone = midnight(left) + EVENING if left is not None else None
    has_left = gone is not None and now > gone
    teams = sorted({row.team for row in memberships(rep_id)})
    owner: Json = {
        "id": ids.rep(rep_id),
        "email": f"{rep_id.lower()}@{DOMAIN}",
        "type": "PERSON",
        "firstName": first,
        "lastName": last,
        "userIdIncludingInactive": user_id(rep_id),
        "createdAt": iso(OPENED),
        "updatedAt": iso(gone if gone is not None and has_left else OPENED),
        "archived": has_left,
        "teams": [
            {"id": str(TEAMS_FROM + n), "name": team, "primary": team == _team(rep_id, now)}
            for n, team in enumerate(teams)
        ],
    }
    if not has_left:
        owner["userId"] = user_id(rep_id)
    return owner


def _team(rep_id: str, now: datetime) -> str | None:
    return team_on(rep_id, local_day(now - timedelta(seconds=1))) or memberships(rep_id)[-1].team
