"""Meetings booked, held and missed, by month and by rep."""

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.periods import Period, months_around
from publishing.report.records import Records
from publishing.report.sections.section import Section

_BY_MONTH = """
select period_key, strftime(period_start, '%b %y') as month,
    strftime(period_start, '%b %Y') as name,
    booked, held, held_confirmed, no_show, cancelled, rescheduled, scheduled, show_rate,
    median_lead_time_hours, demo_to_won
from booking_outcomes
where segment = 'all' and period_type = 'month'
    and period_key in (select unnest($months))
order by period_start
"""
_BY_REP = """
select segment_value as rep_id, coalesce(rep_name, segment_value) as name,
    booked, held, no_show, cancelled, show_rate
from booking_outcomes left join rep_names on rep_id = segment_value
where segment = 'rep' and period_type = 'year' and period_key = $key and booked > 0
order by show_rate nulls last, no_show desc, segment_value limit 40
"""
_OUTCOMES = {
    "held": charts.BLUE,
    "no_show": charts.VERMILLION,
    "cancelled": charts.ORANGE,
    "rescheduled": charts.GREY,
    "scheduled": charts.SKY,
}


def _outcomes(rows: list[Row], months: list[Period]) -> charts.Chart:
    parts = [
        {
            "month": row["month"],
            "outcome": text.title(name),
            "order": place,
            "bookings": row[name],
        }
        for row in rows
        for place, name in enumerate(_OUTCOMES)
    ]
    chart = (
        alt.Chart(charts.data(parts))
        .mark_bar()
        .encode(
            x=charts.month_axis(months),
            y=alt.Y("bookings:Q").title("Bookings").axis(tickCount=4, tickMinStep=1),
            color=alt.Color("outcome:N")
            .scale(domain=[text.title(name) for name in _OUTCOMES], range=list(_OUTCOMES.values()))
            .legend(columns=3),
            order="order:Q",
            tooltip=[
                alt.Tooltip("month:N", title="Month"),
                alt.Tooltip("outcome:N", title="Outcome"),
                alt.Tooltip("bookings:Q", title="Bookings"),
            ],
        )
    )
    says = "Bars of bookings by the month in which they start, split by outcome"
    return charts.finish("bookings", chart, says)


def _rates(rows: list[Row], months: list[Period]) -> charts.Chart | None:
    points = [
        {"month": row["month"], "rate": row["show_rate"]}
        for row in rows
        if row["show_rate"] is not None
    ]
    if not points:
        return None
    base = alt.Chart(charts.data(points)).encode(
        x=charts.month_axis(months),
        y=alt.Y("rate:Q").title("Show rate").scale(domain=[0, 1]).axis(format=".0%", tickCount=5),
        tooltip=[
            alt.Tooltip("month:N", title="Month"),
            alt.Tooltip("rate:Q", title="Show rate", format=".1%"),
        ],
    )
    line = base.mark_line(color=charts.BLUE, strokeWidth=2)
    dots = base.mark_point(color=charts.BLUE, filled=True, size=60)
    says = "Line of the show rate per month, held of held and no-shows"
    return charts.finish("shows", line + dots, says)


def bookings(marts: Marts, records: Records) -> Section:
    """Thirteen months back and what is booked ahead; the reps' show rates of the year."""
    months = months_around(marts.context.as_of_date, 12, ahead=3)
    rows = marts.rows(_BY_MONTH, {"months": [month.key for month in months]})
    if not rows:
        return Section(
            "bookings",
            "Bookings and no-shows",
            "Bookings",
            "Do booked meetings take place?",
            empty="No bookings in the last 13 months: add a booking table to salescycle.yml.",
        )
    year = marts.context.period("year")
    missed = records.bookings_by(
        "strftime(starts_date, '%Y-%m')",
        "no-shows",
        "No-shows in {}",
        "outcome = 'no_show' and starts_date >= $first",
        {"first": months[0].start},
    )
    for row in rows:
        row["no_show_ref"] = missed.get(row["period_key"])
    reps = marts.rows(_BY_REP, {"key": year.key})
    missed = records.bookings_by(
        "coalesce(rep_id, '(unassigned)')",
        "no-shows-of",
        f"No-shows of {{}} in {year.name}",
        "outcome = 'no_show' and starts_date >= $start and starts_date < $end",
        {"start": year.start, "end": year.end},
    )
    for row in reps:
        row["no_show_ref"] = missed.get(row["rep_id"])
    last = rows[-1]["period_key"]
    months = [
        month for month in months if month.key <= max(last, marts.context.period("month").key)
    ]
    return Section(
        "bookings",
        "Bookings and no-shows",
        "Bookings",
        "Do booked meetings take place?",
        {
            "rows": list(reversed(rows)),
            "chart": _outcomes(rows, months),
            "rates": _rates(rows, months),
            "reps": reps,
            "year": year,
            "assumed": sum(row["held"] - row["held_confirmed"] for row in rows),
        },
    )
