"""The headline numbers of a published version, each beside the period before."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

# The period of `as_of` and the one before it, whether or not anything closed in them.
_MONTHS = """
with context as (select as_of_date, reporting_currency from marts.report_context),

months as (
    select 0 as back, strftime(as_of_date, '%Y-%m') as period_key, reporting_currency from context
    union all
    select 1, strftime(as_of_date - interval 1 month, '%Y-%m'), reporting_currency from context
)

select
    months.back,
    months.period_key,
    months.reporting_currency,
    coalesce(length.won, 0) as won,
    length.won_amount_reporting,
    length.win_rate,
    length.median_days
from months
left join marts.sales_cycle_length as length
    on length.period_type = 'month' and length.period_key = months.period_key
    and length.segment = 'all'
order by months.back
"""
_OPEN = """
select count(*), sum(amount_reporting)
from marts.fct_sales_cycles
where status = 'open' and pipeline_role = 'new_business' and not is_excluded
"""

NONE = "-"


@dataclass(frozen=True)
class Headline:
    """One number as it is shown, and the same of the month before."""

    key: str
    label: str
    value: str
    before: str
    number: float | None

    def as_data(self) -> dict[str, Any]:
        """For machines: the number itself."""
        return {"key": self.key, "label": self.label, "value": self.number, "text": self.value}


def headlines(published: Path) -> list[Headline]:
    """Read the headline numbers of a published database."""
    with duckdb.connect(str(published), read_only=True) as connection:
        open_cycles, open_amount = connection.execute(_OPEN).fetchall()[0]
        now, before = connection.execute(_MONTHS).fetchall()
    _, month, currency, won, amount, rate, days = now
    _, last_month, _, won_before, amount_before, rate_before, days_before = before

    def than(text: str) -> str:
        return f"{last_month}: {text}"

    return [
        Headline("open_cycles", "open cycles", f"{open_cycles:,}", "", open_cycles),
        Headline("open_amount", "open amount", _money(open_amount, currency), "", open_amount),
        Headline("won", f"won in {month}", f"{won:,}", than(f"{won_before:,}"), won),
        Headline(
            "won_amount",
            f"won amount in {month}",
            _money(amount, currency),
            than(_money(amount_before, currency)),
            amount,
        ),
        Headline("win_rate", "win rate", _share(rate), than(_share(rate_before)), rate),
        Headline("median_days", "median cycle", _days(days), than(_days(days_before)), days),
    ]


def _money(value: float | None, currency: str) -> str:
    return NONE if value is None else f"{value:,.0f} {currency}"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"


def _days(value: float | None) -> str:
    return NONE if value is None else f"{value:,.1f} days"
