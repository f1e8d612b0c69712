"""The periods of a day. The company's weeks begin on Monday and its fiscal year in January."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its type and key; `start` is None for `all` and `unknown`."""

    type: str
    key: str
    start: date | None


ALL = Period("all", "all", None)


@cache
def periods_of(day: date) -> tuple[Period, ...]:
    """The five periods that a day belongs to."""
    year, week, weekday = day.isocalendar()
    quarter = (day.month - 1) // 3 + 1
    return (
        Period("week", f"{year}-W{week:02d}", day - timedelta(days=weekday - 1)),
        Period("month", f"{day:%Y-%m}", day.replace(day=1)),
        Period("quarter", f"{day.year}-Q{quarter}", date(day.year, 3 * quarter - 2, 1)),
        Period("year", f"{day.year}", date(day.year, 1, 1)),
        ALL,
    )


def parse(key: str) -> Period:
    """The month, quarter or year of a key such as 2026-03, 2026-Q1 or 2026."""
    year, _, rest = key.partition("-")
    if not rest:
        return Period("year", key, date(int(year), 1, 1))
    if rest.startswith("Q"):
        return Period("quarter", key, date(int(year), 3 * int(rest[1:]) - 2, 1))
    return Period("month", key, date(int(year), int(rest), 1))


def days_of(period: Period) -> list[date]:
    """Every day of a week, month, quarter or year."""
    day = period.start
    found = []
    while day is not None and period in periods_of(day):
        found.append(day)
        day += timedelta(days=1)
    return found
