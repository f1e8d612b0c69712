"""Cutting facts into segments and periods, one segment at a time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Generic, TypeVar

from sandbox.company.roster import team_on
from sandbox.truth.cycles import Cycle
from sandbox.truth.periods import ALL, Period, periods_of

Fact = TypeVar("Fact")
UNKNOWN, UNASSIGNED = "(unknown)", "(unassigned)"
BANDS = ((9, "0-9"), (49, "10-49"), (199, "50-199"), (999, "200-999"))
LARGEST = "1000+"


def of_cycle(cycle: Cycle) -> dict[str, str]:
    """The one value of a cycle in every segment."""
    deal = cycle.deal
    account = deal.account if deal else None
    return {
        "all": "all",
        "rep": cycle.rep_id or UNASSIGNED,
        "team": cycle.team or UNKNOWN,
        "channel": cycle.channel,
        "lead_source": cycle.lead_source or UNKNOWN,
        "pipeline": deal.pipeline if deal else UNKNOWN,
        "product": (deal.product if deal else None) or UNKNOWN,
        "account_size": _band(account.employees if account else None),
        "industry": (account.industry if account else None) or UNKNOWN,
        "sales_region": (deal.region if deal else None) or UNKNOWN,
    }


def of_rep(values: dict[str, str], rep_id: str | None, day: date) -> dict[str, str]:
    """The values for a fact of that cycle whose rep and day are its own."""
    team = team_on(rep_id, day)
    return values | {"rep": rep_id or UNASSIGNED, "team": team or UNKNOWN}


def _band(employees: int | None) -> str:
    if employees is None:
        return UNKNOWN
    return next((label for most, label in BANDS if employees <= most), LARGEST)


class Cube(Generic[Fact]):
    """Facts by (segment, value, period); every fact lies in each segment and period type once."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, Period], list[Fact]] = {}

    def add(self, fact: Fact, values: dict[str, str], day: date) -> None:
        """File a fact under its values and the periods of its day."""
        for segment, value in values.items():
            for period in periods_of(day):
                self._cells.setdefault((segment, value, period), []).append(fact)

    def __iter__(self) -> Iterator[tuple[dict[str, object], list[Fact]]]:
        """Yield the key columns of each cell and its facts."""
        for (segment, value, period), facts in self._cells.items():
            yield keys(segment, value, period), facts


def keys(segment: str, value: str, period: Period) -> dict[str, object]:
    """The key columns that all aggregates share."""
    return {
        "segment": segment,
        "segment_value": value,
        "period_type": period.type,
        "period_key": period.key,
        "period_start": None if period is ALL else period.start,
    }


def total(values: Iterable[float | None]) -> float:
    """The sum of the values there are."""
    return sum(value for value in values if value is not None)
