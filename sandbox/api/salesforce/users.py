"""The users: who is or was on the roster, one whom no roster lists, and the platform's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.record import CURRENCY, OPENED, Row, audit, user_name
from sandbox.company import Company
from sandbox.company.clock import local_day, midnight
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.roster import NAMES, STRANGER, TEAMS, last_day, memberships, team_on

EVENING = timedelta(hours=19)
"""On the last day, users are deactivated at this time."""
ROLE_IDS = {team: ids.spell("00E", n) for n, team in enumerate(TEAMS, start=1)}
PERSON, SYSTEM = "Standard", "CloudIntegrationUser"


def users(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the users. None is ever deleted: who leaves is not active any more."""
    for rep_id, name in NAMES.items():
        yield _rep(rep_id, name, now)
    yield _user(ids.rep(STRANGER), STRANGER, "interim.desk", PERSON)
    yield _user(ids.SYSTEM_USER, "Platform Integration User", "platform", SYSTEM)


def roles(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the roles: one per team."""
    for team, role_id in ROLE_IDS.items():
        row = {"Id": role_id, "Name": team, "DeveloperName": team}
        yield row | {key: value for key, value in audit(OPENED).items() if "Created" not in key}


def groups(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the queue in which leads wait that nobody has taken."""
    row = {"Name": "New leads", "DeveloperName": "New_leads", "Type": "Queue"}
    yield {"Id": ids.LEAD_QUEUE, **row, **audit(OPENED)}


def _rep(rep_id: str, name: str, now: datetime) -> Row:
    left = last_day(rep_id)
    gone = midnight(left) + EVENING if left is not None else None
    has_left = gone is not None and now > gone
    rows = memberships(rep_id)
    team = team_on(rep_id, local_day(now - timedelta(seconds=1))) or rows[-1].team
    manager = next(row.manager for row in rows if row.team == team)
    moves = [midnight(row.starts_on) for row in rows[1:] if midnight(row.starts_on) < now]
    return _user(ids.rep(rep_id), name, rep_id.lower(), PERSON) | {
        "IsActive": not has_left,
        "UserRoleId": ROLE_IDS[team],
        "Department": team,
        "ManagerId": ids.rep(manager) if manager else None,
        "ForecastEnabled": not has_left,
        **audit(OPENED, [*moves, *([gone] if gone is not None and has_left else [])]),
    }


def _user(user_id: str, name: str, handle: str, kind: str) -> Row:
    first, last = user_name(name)
    return {
        "Id": user_id,
        "Username": f"{handle}@{STAFF_DOMAIN}",
        "FirstName": first or None,
        "LastName": last,
        "Name": name,
        "Email": f"{handle}@{STAFF_DOMAIN}",
        "IsActive": True,
        "UserType": kind,
        "TimeZoneSidKey": "Europe/Copenhagen",
        **CURRENCY,
        **audit(OPENED),
    }
