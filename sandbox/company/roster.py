"""Who sells: three teams, who came, left or changed team, and what is expected of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sandbox.company.clock import local_day, midnight
from sandbox.company.dice import choose


@dataclass(frozen=True, slots=True)
class Membership:
    """A rep's time in one team; `leaves_on` is the last day, None while it lasts."""

    rep_id: str
    name: str
    team: str
    manager: str | None
    starts_on: date
    leaves_on: date | None = None
    ramp: str = ""

    def covers(self, day: date) -> bool:
        """Whether the rep is in the team on `day`."""
        return self.starts_on <= day and (self.leaves_on is None or day <= self.leaves_on)


@dataclass(frozen=True, slots=True)
class Quota:
    """What is expected in a period of a rep (`owner`), a team, or of the company (neither)."""

    period: str
    measure: str
    quota: float
    owner: str = ""
    team: str = ""
    currency: str = ""


LONG_AGO = date(2023, 1, 2)
ROSTER = (
    Membership("R01", "Karen Friis", "Nordic", None, LONG_AGO),
    Membership("R02", "Søren Bach", "Nordic", "R01", LONG_AGO),
    Membership("R03", "Åse Lindqvist", "Nordic", "R01", date(2024, 3, 1)),
    Membership("R04", "Tom Whitby", "Nordic", "R01", LONG_AGO, date(2025, 9, 30)),
    Membership("R05", "Mette Krog", "Nordic", "R01", LONG_AGO, date(2025, 12, 31)),
    Membership("R05", "Mette Krog", "DACH", "R06", date(2026, 1, 1)),
    Membership("R06", "Jürgen Vogel", "DACH", None, LONG_AGO),
    Membership("R07", "Anke Brandt", "DACH", "R06", LONG_AGO),
    Membership("R08", "Lukas Hofer", "DACH", "R06", date(2024, 5, 1), date(2025, 4, 11)),
    Membership("R09", "Sabine Reuß", "DACH", "R06", date(2025, 4, 14)),
    Membership("R10", "Marcel Kunz", "DACH", "R06", LONG_AGO, date(2026, 7, 3)),
    Membership("R11", "Helen Archer", "Enterprise", None, LONG_AGO),
    Membership("R12", "Priya Nair", "Enterprise", "R11", LONG_AGO),
    Membership("R13", "Oscar Dahl", "Enterprise", "R11", date(2025, 2, 17)),
    Membership("R14", "Ida Holm", "Enterprise", "R11", date(2026, 5, 1), None, "0.5;0.75"),
    Membership("R15", "Ben Carver", "Enterprise", "R11", date(2026, 7, 1), None, "0.25;0.5;0.75"),
)
TEAMS = tuple(dict.fromkeys(row.team for row in ROSTER))
MANAGERS = frozenset(row.manager for row in ROSTER if row.manager)
NAMES = {row.rep_id: row.name for row in ROSTER}
SELLERS = tuple(rep_id for rep_id in NAMES if rep_id not in MANAGERS)
STRANGER = "Interim desk"
"""An owner of deals whom no roster lists."""

FIRST_QUOTA = date(2025, 1, 1)
LAST_QUOTA = date(2026, 12, 1)
KRONER_PER_EURO = 7.46


def memberships(rep_id: str) -> list[Membership]:
    """The rep's rows of the roster, in order of time."""
    return [row for row in ROSTER if row.rep_id == rep_id]


@cache
def team_on(rep_id: str | None, day: date) -> str | None:
    """The rep's team on `day`, None outside of all memberships."""
    return next((row.team for row in ROSTER if row.rep_id == rep_id and row.covers(day)), None)


@cache
def sellers_on(day: date) -> tuple[str, ...]:
    """The reps who sell on `day`: everybody in a team but its manager."""
    return tuple(rep_id for rep_id in SELLERS if team_on(rep_id, day))


@cache
def stayers_on(day: date) -> tuple[str, ...]:
    """The reps who sell on `day` and of whom nobody knows that they will leave."""
    return tuple(rep_id for rep_id in sellers_on(day) if last_day(rep_id) is None)


@cache
def last_day(rep_id: str) -> date | None:
    """The day on which the rep left the company, None for who stays."""
    rows = memberships(rep_id)
    return rows[-1].leaves_on if rows else None


def owners(
    first: str, created: datetime, ends: datetime | None, dice: random.Random
) -> list[tuple[datetime, str]]:
    """Who owns a deal from when on, until it `ends` (None: it never does).

    One deal in eight changes hands in the middle; nobody keeps a running deal beyond his last day.
    """
    planned = [(created, first)]
    span = ((ends or created + timedelta(days=60)) - created).total_seconds()
    if dice.random() < 0.12 and span > 7200:
        when = created + timedelta(seconds=int(span * (0.2 + 0.6 * dice.random())) | 1)
        planned.append((when, choose(dice, sellers_on(local_day(when)))))
    found: list[tuple[datetime, str]] = []
    for n, (when, rep_id) in enumerate(planned):
        until = planned[n + 1][0] if n + 1 < len(planned) else ends
        found.append((when, rep_id))
        left = last_day(rep_id)
        if left is not None:
            handed = midnight(left) + timedelta(hours=17, seconds=1801)
            if when < handed and (until is None or handed < until):
                found.append((handed, choose(dice, stayers_on(local_day(handed)))))
    return [row for n, row in enumerate(found) if n == 0 or row[1] != found[n - 1][1]]


def quotas() -> Iterator[Quota]:
    """Yield every quota: reps by month and quarter, teams by quarter, the company by year."""
    month = FIRST_QUOTA
    while month <= LAST_QUOTA:
        for row in _active(month, 1):
            yield from _monthly(row, f"{month:%Y-%m}")
        if month.month % 3 == 1:
            period = f"{month.year}-Q{month.month // 3 + 1}"
            for rep_id in dict.fromkeys(row.rep_id for row in _active(month, 3)):
                yield Quota(period, "deals_won", 5.0, rep_id)
            for team in TEAMS:
                yield Quota(period, "revenue", 150_000.0, team=team, currency="EUR")
            yield Quota(period, "deals_won", 60.0)
        month = _after(month, 1)
    for year in range(FIRST_QUOTA.year, LAST_QUOTA.year + 1):
        yield Quota(str(year), "revenue", 1_900_000.0, currency="EUR")


def _after(month: date, months: int) -> date:
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)


def _active(month: date, months: int) -> Iterator[Membership]:
    for row in ROSTER:
        has_left = row.leaves_on is not None and row.leaves_on < month
        if row.rep_id in SELLERS and row.starts_on < _after(month, months) and not has_left:
            yield row


def _monthly(row: Membership, period: str) -> Iterator[Quota]:
    if row.team == "Nordic":
        yield Quota(period, "revenue", round(18_000 * KRONER_PER_EURO), row.rep_id, currency="DKK")
    else:
        yield Quota(period, "revenue", 18_000.0, row.rep_id, currency="EUR")
    yield Quota(period, "stage:demo", 6.0, row.rep_id)
