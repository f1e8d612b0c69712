"""Open cycles that have stayed in their stage longer than most that passed through it."""

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.records import LIMIT, Records, identity, label
from publishing.report.sections.section import Section

ENOUGH_VISITS = 5  # below this a percentile of a stage says nothing
DOTS_PER_STAGE = 60
TABLE_ROWS = 15

_OPEN = """
create or replace temp table open_ages as
select
    counted.*,
    visits.stage,
    visits.stage_number,
    visits.age_days as stage_age,
    usual.p75_days,
    usual.p90_days,
    case
        when usual.completed is null or usual.completed < $enough then 'unknown'
        when visits.age_days > usual.p90_days then 'beyond p90'
        when visits.age_days > usual.p75_days then 'p75 to p90'
        else 'usual'
    end as verdict
from fct_stage_visits as visits
inner join counted using (cycle_id)
left join stage_durations as usual
    on usual.stage = visits.stage and usual.segment = 'all' and usual.period_type = 'all'
where visits.is_current and counted.status = 'open'
"""
_SUMMARY = """
select stage, min(stage_number) as stage_number, count(*) as open_now,
    any_value(p75_days) as p75, any_value(p90_days) as p90,
    count(*) filter (where verdict = 'p75 to p90') as slow,
    count(*) filter (where verdict = 'beyond p90') as stalled,
    sum(amount_reporting) filter (where verdict = 'beyond p90') as amount,
    count(*) filter (where verdict = 'unknown') as unjudged
from open_ages group by stage order by stage_number nulls last, stage
"""
_DOTS = """
select stage, stage_number, stage_age as age, verdict, source, record_name, record_url, deal_id,
    lead_id, cycle_id, (hash(cycle_id) % 1000) / 1000 as place
from open_ages where stage_age is not null
qualify (row_number() over (partition by stage order by stage_age desc, cycle_id) - 1)
    % ceil(count(*) over (partition by stage) / $dots) = 0
"""
_WORST = """
select cycle_id, source, record_name, record_url, deal_id, lead_id, stage,
    coalesce(rep_name, rep_id) as rep, stage_age, p75_days, p90_days, amount_reporting,
    last_activity_on, next_activity_on, expected_close_date
from open_ages where verdict = 'beyond p90'
order by amount_reporting desc nulls last, stage_age / nullif(p90_days, 0) desc, cycle_id
limit $rows
"""
_LOOK = {  # verdict: words, colour, shape
    "usual": ("within the usual time", charts.SKY, "circle"),
    "p75 to p90": ("slower than 3 in 4", charts.ORANGE, "square"),
    "beyond p90": ("slower than 9 in 10", charts.VERMILLION, "triangle-up"),
    "unknown": ("too few to compare", charts.GREY, "cross"),
}


def _chart(dots: list[Row], stages: list[Row]) -> charts.Chart:
    order = [text.title(row["stage"]) for row in stages]
    points = [
        {
            "stage": text.title(row["stage"]),
            "age": row["age"],
            "state": _LOOK[row["verdict"]][0],
            "record": label(row),
            "id": identity(row),
            "place": row["place"],
            "url": text.safe_url(row["record_url"]),
        }
        for row in dots
    ]
    marks = [
        {"stage": text.title(row["stage"]), "mark": name, "days": row[column]}
        for row in stages
        for column, name in (("p75", "p75"), ("p90", "p90"))
        if row[column] is not None and not row["unjudged"]
    ]
    looks = [_LOOK[key] for key in _LOOK if any(row["verdict"] == key for row in dots)]
    words = [look[0] for look in looks]
    oldest = max((point["age"] for point in points), default=0)
    ticks = [days for days in (0, 10, 50, 100, 200, 400, 800, 1600, 3200) if days <= oldest * 1.1]
    y = alt.Y("stage:N").sort(order).title(None).axis(domain=False, ticks=False, labelPadding=8)
    ages = (
        alt.Chart(charts.data(points))
        .mark_point(filled=True, size=70, opacity=0.75)
        .encode(
            y=y,
            yOffset=alt.YOffset("place:Q").scale(domain=[-0.4, 1.4]),
            x=alt.X("age:Q")
            .title("Days in stage, square-root scale")
            .axis(values=ticks)
            .scale(type="sqrt"),
            color=alt.Color("state:N")
            .scale(domain=words, range=[look[1] for look in looks])
            .legend(columns=1),
            shape=alt.Shape("state:N").scale(domain=words, range=[look[2] for look in looks]),
            href="url:N",
            tooltip=[
                alt.Tooltip("record:N", title="Record"),
                alt.Tooltip("id:N", title="Id"),
                alt.Tooltip("age:Q", title="Days in stage", format=",.1f"),
                alt.Tooltip("state:N", title="Compared"),
            ],
        )
    )
    limits = (
        alt.Chart(charts.data(marks))
        .mark_tick(thickness=2, size=38, color=charts.INK)
        .encode(
            y=y,
            x="days:Q",
            tooltip=[
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("mark:N", title="Percentile"),
                alt.Tooltip("days:Q", title="Days", format=",.1f"),
            ],
        )
    )
    says = "A dot per open cycle at its days in the current stage, against the stage's percentiles"
    return charts.finish("stalled", ages + limits, says, height=46 * len(stages))


def stalled(marts: Marts, records: Records) -> Section:
    """Ages of open cycles against the percentiles of completed visits to the same stage."""
    marts.rows(_OPEN, {"enough": ENOUGH_VISITS})
    stages = marts.rows(_SUMMARY)
    if not stages:
        return Section(
            "stalled",
            "Stalled deals",
            "Stalled",
            "What has waited too long?",
            {},
            "No cycle is open.",
        )
    worst = marts.rows(_WORST, {"rows": TABLE_ROWS})
    for row in worst:
        row["url"], row["label"], row["id"] = (
            text.safe_url(row["record_url"]),
            label(row),
            identity(row),
        )
    refs = records.cycles_by(
        "current_stage",
        "stalled",
        "Longer in {} than 9 in 10",
        "cycle_id in (select cycle_id from open_ages where verdict = 'beyond p90')",
        limit=LIMIT,
    )
    for row in stages:
        row["stalled_ref"] = refs.get(row["stage"])
    return Section(
        "stalled",
        "Stalled deals",
        "Stalled",
        "What has waited longer than nine in ten that passed the same stage?",
        {
            "stages": stages,
            "worst": worst,
            "open": sum(row["open_now"] for row in stages),
            "total": sum(row["stalled"] for row in stages),
            "amount": sum(row["amount"] or 0 for row in stages),
            "chart": _chart(marts.rows(_DOTS, {"dots": DOTS_PER_STAGE}), stages),
            "dots": DOTS_PER_STAGE,
            "enough": ENOUGH_VISITS,
        },
    )
