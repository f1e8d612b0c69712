"""How long the stages take: the spread of completed visits, not just an average."""

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.records import Records
from publishing.report.sections.section import Section

# `stage_durations` has the usual percentiles; the lower ones come from the same visits.
_SPREAD = """
with lower_half as (
    select visits.stage, quantile_cont(visits.duration_days, [0.1, 0.25]) as quantiles
    from fct_stage_visits as visits
    inner join counted using (cycle_id)
    where visits.exited_at is not null
    group by visits.stage
)
select usual.stage, usual.stage_number, usual.completed, usual.open_now,
    lower_half.quantiles[1] as p10, lower_half.quantiles[2] as p25,
    usual.median_days as median, usual.p75_days as p75, usual.p90_days as p90,
    usual.oldest_open_days as oldest
from stage_durations as usual
left join lower_half on lower_half.stage = usual.stage
where usual.segment = 'all' and usual.period_type = 'all'
order by usual.stage_number nulls last, usual.stage
"""


def _chart(rows: list[Row]) -> charts.Chart:
    order = [row["title"] for row in rows]
    base = alt.Chart(charts.data(rows)).encode(
        y=alt.Y("title:N").sort(order).title(None).axis(domain=False, ticks=False, labelPadding=8),
        tooltip=[
            alt.Tooltip("title:N", title="Stage"),
            alt.Tooltip("completed:Q", title="Completed visits", format=","),
            *(
                alt.Tooltip(f"{column}:Q", title=f"{name}, days", format=",.1f")
                for column, name in (
                    ("p10", "10th percentile"),
                    ("p25", "25th percentile"),
                    ("median", "Median"),
                    ("p75", "75th percentile"),
                    ("p90", "90th percentile"),
                )
            ),
        ],
    )
    longest = max(row["p90"] for row in rows) * 1.45  # room for the label beside it
    axis = alt.X("p10:Q").title("Days in the stage").axis(tickCount=6).scale(domain=[0, longest])
    whisker = base.mark_rule(strokeWidth=2, color=charts.GREY).encode(x=axis, x2="p90:Q")
    box = base.mark_bar(color=charts.SKY, height=18).encode(x="p25:Q", x2="p75:Q")
    middle = base.mark_tick(color=charts.INK, thickness=3, size=24).encode(x="median:Q")
    counts = base.mark_text(align="left", dx=8).encode(x="p90:Q", text="label:N")
    says = "For each stage the spread of days in it: 10th to 90th percentile, middle half, median"
    return charts.finish("durations", whisker + box + middle + counts, says, height=38 * len(rows))


def durations(marts: Marts, records: Records) -> Section:
    """Percentiles of completed visits per stage; visits still open are counted beside them."""
    rows = marts.rows(_SPREAD)
    opened = records.cycles_by("current_stage", "in", "Open now in {}", "status = 'open'")
    for row in rows:
        row["title"] = text.title(row["stage"])
        row["label"] = f"{text.number(row['completed'])} visits"
        row["open_ref"] = opened.get(row["stage"])
    drawn = [
        {key: value for key, value in row.items() if key != "open_ref"}
        for row in rows
        if row["p90"] is not None
    ]
    return Section(
        "durations",
        "Time in each stage",
        "Stage times",
        "How long does a stage usually take, and how long at worst?",
        {"rows": rows, "chart": _chart(drawn) if drawn else None},
        None if rows else "No stage visits yet: they appear with the first dated stage change.",
    )
