"""The published file, opened read-only, and what every section needs from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from publishing.report.periods import Period, period_of

Row = dict[str, Any]

# The page counts what the aggregates count: new business that no exclusion rule names.
_COUNTED_CYCLES = """
create temp table counted as
select
    cycles.*,
    names.rep_name,
    (cycles.closed_at at time zone $zone)::date as closed_on,
    (cycles.last_activity_at at time zone $zone)::date as last_activity_on,
    (cycles.next_activity_at at time zone $zone)::date as next_activity_on
from fct_sales_cycles as cycles
left join rep_names as names using (rep_id)
where cycles.is_counted
"""
_REP_NAMES = """
create temp table rep_names as
select rep_id, coalesce(max(name), rep_id) as rep_name from dim_rep group by rep_id
"""
_BOOKINGS = """
create temp table slots as
select
    bookings.*,
    names.rep_name,
    strftime(bookings.starts_at at time zone $zone, '%-d %b %Y %H:%M') as starts_local,
    coalesce(cycles.record_name, cycles.deal_id, cycles.lead_id) as cycle_name
from fct_bookings as bookings
left join rep_names as names on names.rep_id = bookings.rep_id
left join fct_sales_cycles as cycles on cycles.cycle_id = bookings.cycle_id
where coalesce(cycles.is_counted, true)
"""


@dataclass(frozen=True)
class Context:
    """When, where and in what money the page speaks."""

    as_of: datetime  # local time of the reporting zone
    as_of_date: date
    timezone: str
    currency: str
    fiscal_year_start: int

    @property
    def as_of_text(self) -> str:
        """Name the cut: the end of a day is said as such, not as the next day's midnight."""
        shown = f"{self.as_of_date.day} {self.as_of_date:%B %Y}"
        if self.as_of == datetime.combine(self.as_of_date + timedelta(days=1), datetime.min.time()):
            return f"the end of {shown}"
        return f"{shown}, {self.as_of:%H:%M}"

    def period(self, period_type: str) -> Period:
        """Return the current period of a type."""
        return period_of(self.as_of_date, period_type, self.fiscal_year_start)


class Marts:
    """Read-only rows of schema `marts`; a context manager, closed at its end."""

    def __init__(self, published: Path) -> None:
        self._connection = duckdb.connect()
        quoted = str(published).replace("'", "''")
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute(f"attach '{quoted}' as published (read_only)")
        self._connection.execute("use published.marts")
        self.context = self._context()
        zone = {"zone": self.context.timezone}
        self._connection.execute(_REP_NAMES)
        self._connection.execute(_COUNTED_CYCLES, zone)
        self._connection.execute(_BOOKINGS, zone)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
        """Run a query over the marts and return its rows by column name."""
        cursor = self._connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> Row:
        """Run a query that gives exactly one row."""
        (row,) = self.rows(sql, parameters)
        return row

    def _context(self) -> Context:
        row = self.one(
            "select as_of at time zone reporting_timezone as as_of, as_of_date,"
            " reporting_timezone, reporting_currency, fiscal_year_start"
            " from report_context"
        )
        return Context(
            as_of=row["as_of"],
            as_of_date=row["as_of_date"],
            timezone=row["reporting_timezone"],
            currency=row["reporting_currency"],
            fiscal_year_start=row["fiscal_year_start"],
        )
