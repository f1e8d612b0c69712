"""What was expected of reps, teams and the company, and what they did."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sandbox.company.clock import SATURDAY, local_day
from sandbox.company.market import holidays
from sandbox.company.roster import Quota, memberships, quotas, team_on
from sandbox.truth.arithmetic import ratio
from sandbox.truth.cycles import Books
from sandbox.truth.periods import Period, days_of, parse, periods_of
from sandbox.truth.segments import UNASSIGNED, UNKNOWN, total
from sandbox.truth.visits import Row

Key = tuple[str, str, str, Period]
"""Level, owner, measure, period."""
FREE = holidays()


@dataclass(slots=True)
class Goal:
    """One row in the making: the quota that was given, and the values that count towards it."""

    quota: Quota | None = None
    values: list[float | None] = field(default_factory=list)


def quota_attainment(books: Books) -> Iterator[Row]:
    """Yield a row for every owner, measure and period with a quota or something done.

    Measures are revenue, deals_won, the seven stages and the kinds of activities. There are
    quotas for weeks to years, not for `all`.
    """
    goals: dict[Key, Goal] = {}
    for quota in quotas():
        goals.setdefault(_key(quota), Goal()).quota = quota
    for measure, rep_id, team, day, value in _done(books):
        for period in periods_of(day):
            if period.start is None:
                continue
            for level, owner in (
                ("rep", rep_id or UNASSIGNED),
                ("team", team or UNKNOWN),
                ("company", "all"),
            ):
                goals.setdefault((level, owner, measure, period), Goal()).values.append(value)
    for (level, owner, measure, period), goal in goals.items():
        yield {
            "level": level,
            "owner": owner,
            "period_type": period.type,
            "period_key": period.key,
            "measure": measure,
        } | _attainment(books, level, owner, period, goal)


def _key(quota: Quota) -> Key:
    level = "rep" if quota.owner else "team" if quota.team else "company"
    return level, quota.owner or quota.team or "all", quota.measure, parse(quota.period)


def _done(books: Books) -> Iterator[tuple[str, str | None, str | None, date, float | None]]:
    """Yield (measure, rep, team, day, value) of everything that counts towards a quota."""
    for cycle in books.counted:
        if cycle.status == "won" and cycle.close_date is not None:
            owned = (cycle.rep_id, cycle.team, cycle.close_date)
            yield "revenue", *owned, cycle.amount_reporting
            yield "deals_won", *owned, 1.0
        for visit in cycle.all_visits:
            if visit.number is not None and visit.visit_number == 1:
                rep_id, day = cycle.owner_at(visit.entered.at), visit.entered.day
                yield f"stage:{visit.stage}", rep_id, team_on(rep_id, day), day, 1.0
    for cycle in books.of_attempt.values():
        for did in cycle.attempt.activities:
            if did.occurred_at < books.now and cycle.is_counted:
                day = local_day(did.occurred_at)
                yield f"activity:{did.kind}", did.owner, team_on(did.owner, day), day, 1.0


def _attainment(books: Books, level: str, owner: str, period: Period, goal: Goal) -> Row:
    own = [day for day in business_days(period) if level != "rep" or _works(owner, day)]
    elapsed = sum(day <= books.today for day in own)
    quota = prorated = None
    if goal.quota is not None and period.start is not None:
        money = goal.quota.currency
        given = goal.quota.quota
        quota = books.rates.convert(given, money, period.start) if money else given
    if quota is not None:
        prorated = quota
        if level == "rep":
            shares = sum(_ramp(owner, day) for day in own)
            prorated = quota * shares / len(business_days(period))
    part = ratio(elapsed, len(own))
    expected = prorated * part if prorated is not None and part is not None else None
    actual = total(goal.values)
    return {
        "quota": quota,
        "prorated_quota": prorated,
        "actual": actual,
        "attainment": ratio(actual, prorated),
        "expected_to_date": expected,
        "pace": ratio(actual, expected),
        "projected": actual * len(own) / elapsed if elapsed else None,
        "quota_method": "given" if goal.quota is not None else None,
    }


@cache
def business_days(period: Period) -> list[date]:
    """The weekdays of a period that are no holidays."""
    return [day for day in days_of(period) if day.weekday() < SATURDAY and day not in FREE]


def _works(owner: str, day: date) -> bool:
    """Whether the rep is there; of one whom no roster lists, nothing else is known."""
    return not memberships(owner) or team_on(owner, day) is not None


def _ramp(owner: str, day: date) -> float:
    """The share of the quota that is expected: by months since the start, then all of it."""
    rows = memberships(owner)
    if not rows or not rows[0].ramp:
        return 1.0
    start, shares = rows[0].starts_on, rows[0].ramp.split(";")
    month = 12 * (day.year - start.year) + day.month - start.month
    return float(shares[month]) if month < len(shares) else 1.0
