"""Headline numbers of the current month, quarter and year beside the period before."""

from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.periods import PERIOD_TYPES, Period, months_around, previous
from publishing.report.records import LIMIT, Records, Ref
from publishing.report.sections.section import Section

_RESULTS = """
select
    count(*) filter (where status = 'won') as won,
    sum(amount_reporting) filter (where status = 'won') as amount,
    count(*) filter (where status = 'won' and amount_reporting is null) as missing,
    count(*) filter (where status = 'won')
        / nullif(count(*) filter (where status in ('won', 'lost')), 0) as win_rate,
    median(cycle_days) filter (where status = 'won') as cycle_days
from counted where revenue_date >= $start and revenue_date < $end
"""
_NEW = "select count(*) as new from counted where started_date >= $start and started_date < $end"
# Nobody recording attendance would make every meeting look held: then there is no rate.
_SHOWS = """
select case when count(*) filter (where outcome in ('held', 'no_show')) > 0 then
    count(*) filter (where outcome in ('held', 'held_assumed'))
    / count(*) filter (where outcome in ('held', 'held_assumed', 'no_show')) end as show_rate
from slots where starts_date >= $start and starts_date < $end
"""
_PIPELINE = """
select count(*) as deals, sum(amount_reporting) as amount,
    count(*) filter (where amount_reporting is null) as missing
from counted
where coalesce(started_date < $end, true) and (status = 'open' or closed_on >= $end)
"""
_MONTHS = """
select strftime(period_start, '%b %y') as month, won, won_amount_reporting as amount,
    case when period_key = $unfinished then 'month to date' else 'whole month' end as part
from sales_cycle_length
where segment = 'all' and period_type = 'month'
    and period_key in (select unnest($months))
order by period_start
"""


@dataclass(frozen=True)
class Tile:
    """A number, the same of the days before, and the records it stands for."""

    key: str
    label: str
    value: float | None
    before: float | None
    whole: float | None
    unit: str  # money, number, percent or days
    fewer_is_better: bool = False
    ref: Ref | None = None
    note: str | None = None

    @property
    def change(self) -> float | None:
        """Relative change, or the difference in points where the unit is a share."""
        if self.value is None or self.before is None:
            return None
        if self.unit == "percent":
            return self.value - self.before
        return self.value / self.before - 1 if self.before else None


def _measure(marts: Marts, period: Period) -> Row:
    window = {"start": period.start, "end": period.end}
    found: Row = {}
    for sql in (_RESULTS, _NEW, _SHOWS):
        found |= marts.one(sql, window)
    return found


def _pipeline(marts: Marts, end: date) -> Row:
    return marts.one(_PIPELINE, {"end": end})


def _missing(count: int) -> str | None:
    return f"{count} without an amount in the reporting currency" if count else None


def _tiles(marts: Marts, records: Records, now: Period, same: Period, before: Period) -> list[Tile]:
    current, same_days, whole = (_measure(marts, period) for period in (now, same, before))
    open_now = _pipeline(marts, marts.context.as_of_date + timedelta(days=1))
    open_then = _pipeline(marts, before.end)
    span = {"start": now.start, "end": now.end}
    closed = "revenue_date >= $start and revenue_date < $end"
    newest = "revenue_date desc, cycle_id"
    won = records.cycles(
        f"won-{now.type}", f"Won in {now.name}", f"status = 'won' and {closed}", span, order=newest
    )
    decided = records.cycles(
        f"decided-{now.type}",
        f"Won or lost in {now.name}",
        f"status in ('won', 'lost') and {closed}",
        span,
        order=newest,
    )
    started = records.cycles(
        f"new-{now.type}",
        f"Cycles started in {now.name}",
        "started_date >= $start and started_date < $end",
        span,
        order="started_at desc, cycle_id",
    )
    opened = records.cycles("open", "Open pipeline", "status = 'open'")
    shows = records.bookings_by(
        "''",
        f"shows-{now.type}",
        f"Held or missed in {now.name}",
        "outcome in ('held', 'held_assumed', 'no_show')"
        " and starts_date >= $start and starts_date < $end",
        span,
        limit=LIMIT,
    ).get("")

    def tile(key: str, label: str, unit: str, ref: Ref | None, **more: bool | str | None) -> Tile:
        values = (current[key], same_days[key], whole[key])
        return Tile(key, label, *values, unit, ref=ref, **more)  # type: ignore[arg-type]

    return [
        tile("amount", "Won amount", "money", won, note=_missing(current["missing"])),
        tile("won", "Won deals", "number", won),
        tile("win_rate", "Win rate", "percent", decided, note="won of won and lost"),
        tile("cycle_days", "Median cycle", "days", won, fewer_is_better=True, note="won deals"),
        Tile(
            "pipeline",
            "Open pipeline",
            open_now["amount"],
            open_then["amount"],
            None,
            "money",
            ref=opened,
            note=f"{text.number(open_now['deals'])} open cycles"
            + (f", {open_now['missing']:,} without an amount" if open_now["missing"] else ""),
        ),
        tile("new", "New cycles", "number", started),
        tile("show_rate", "Show rate", "percent", shows, note="held of held and no-shows"),
    ]


def _trend(marts: Marts) -> charts.Chart | None:
    months = months_around(marts.context.as_of_date, 12)
    current = months[-1]
    unfinished = None if current.is_over(marts.context.as_of_date) else current.key
    keys = [month.key for month in months]
    rows = marts.rows(_MONTHS, {"unfinished": unfinished, "months": keys})
    if not any(row["won"] for row in rows):
        return None
    currency = marts.context.currency
    parts = ["whole month", "month to date"] if unfinished else ["whole month"]
    chart = (
        alt.Chart(charts.data(rows))
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=charts.month_axis(months),
            y=alt.Y("amount:Q").title(f"Won, {currency}").axis(format="~s", tickCount=4),
            color=alt.Color("part:N")
            .scale(domain=parts, range=[charts.BLUE, charts.SKY][: len(parts)])
            .legend(symbolType="square"),
            tooltip=[
                alt.Tooltip("month:N", title="Month"),
                alt.Tooltip("amount:Q", title=f"Won, {currency}", format=",.0f"),
                alt.Tooltip("won:Q", title="Won deals"),
            ],
        )
    )
    says = (
        f"Bars of the amount won per month in {currency}, the last 13 months; {current.name} so far"
    )
    return charts.finish("trend", chart, says, height=200)


def headline(marts: Marts, records: Records) -> Section:
    """Seven numbers for month, quarter and year to date, and the won amount by month."""
    context = marts.context
    blocks = []
    for period_type in PERIOD_TYPES:
        now = context.period(period_type)
        elapsed = (context.as_of_date - now.start).days + 1
        before = previous(now, context.fiscal_year_start)
        same = before.first_days(elapsed)
        tiles = _tiles(marts, records, now, same, before)
        blocks.append(
            {
                "over": now.is_over(context.as_of_date),
                "now": now,
                "same": same,
                "before": before,
                "elapsed": elapsed,
                "tiles": tiles,
            }
        )
    return Section(
        "headline",
        "Headline numbers",
        "Headline",
        "How are we doing, beside the same days of the period before?",
        {"blocks": blocks, "trend": _trend(marts)},
        None
        if marts.one("select count(*) as n from counted")["n"]
        else "No sales cycles yet: add a table of leads or deals to salescycle.yml.",
    )
