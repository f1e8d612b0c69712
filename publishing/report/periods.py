"""Calendar periods as the marts name them, and the part of them that has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

PERIOD_TYPES = ("month", "quarter", "year")


@dataclass(frozen=True)
class Period:
    """A period `[start, end)`: dates of the reporting zone, `key` as in the marts' `period_key`."""

    type: str
    key: str
    name: str
    start: date
    end: date

    def is_over(self, day: date) -> bool:
        """Say whether `day` is the last day of the period or later."""
        return day >= self.end - timedelta(days=1)

    def first_days(self, days: int) -> "Period":
        """Return the first `days` days of this period, named by its dates."""
        end = min(self.start + timedelta(days=days), self.end)
        last = end - timedelta(days=1)
        return Period(self.type, self.key, day_range(self.start, last), self.start, end)


def day_range(first: date, last: date) -> str:
    """Name a run of days, both ends included, as shortly as is still unmistakable."""
    if first == last:
        return f"{first.day} {first:%b %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%b %Y}"
    left = f"{first.day} {first:%b}" if first.year == last.year else f"{first.day} {first:%b %Y}"
    return f"{left} to {last.day} {last:%b %Y}"


def _add_months(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def period_of(day: date, period_type: str, fiscal_year_start: int) -> Period:
    """Return the month, quarter or year that `day` lies in.

    A fiscal year is named by the calendar year in which it ends; its quarters carry that name.
    """
    if period_type == "month":
        start = day.replace(day=1)
        return Period("month", f"{start:%Y-%m}", f"{start:%B %Y}", start, _add_months(start, 1))
    year_start = date(day.year - (day.month < fiscal_year_start), fiscal_year_start, 1)
    year_end = _add_months(year_start, 12)
    year = (year_end - timedelta(days=1)).year
    if period_type == "year":
        name = str(year) if fiscal_year_start == 1 else f"fiscal year {year}"
        return Period("year", str(year), name, year_start, year_end)
    months = (day.year - year_start.year) * 12 + day.month - year_start.month
    number = months // 3 + 1
    start = _add_months(year_start, (number - 1) * 3)
    return Period("quarter", f"{year}-Q{number}", f"Q{number} {year}", start, _add_months(start, 3))


def previous(period: Period, fiscal_year_start: int) -> Period:
    """Return the period of the same type that ends where this one starts."""
    return period_of(period.start - timedelta(days=1), period.type, fiscal_year_start)


def months_around(day: date, back: int, ahead: int = 0) -> list[Period]:
    """Return the month of `day` with `back` months before it and `ahead` after it."""
    first = day.replace(day=1)
    starts = (_add_months(first, offset) for offset in range(-back, ahead + 1))
    return [period_of(start, "month", 1) for start in starts]
