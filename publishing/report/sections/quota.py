"""Who makes quota: attainment, pace and projection of the current periods."""

from typing import Any

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.periods import PERIOD_TYPES, Period
from publishing.report.records import Records, Ref
from publishing.report.sections.section import Section

BARS = 40
FURTHEST = 2.0  # attainment beyond 200 % is drawn at 200 % and written in full

_ROWS = """
select quota_attainment.*, coalesce(rep_names.rep_name, owner) as name
from quota_attainment left join rep_names on level = 'rep' and owner = rep_id
where period_type = $period_type and period_key = $period_key and measure = $measure
order by level, attainment desc nulls last, actual desc, owner
limit 400
"""
_MEASURES = """
select measure, period_type from quota_attainment
where quota is not null and period_key in (select unnest($keys))
group by measure, period_type
order by measure <> 'revenue', measure, list_position(['month', 'quarter', 'year'], period_type)
"""
_LATEST = "select max(period_key) as latest from quota_attainment where quota is not null"
STATES = {
    "made": "✓ made",
    "on course": "▲ on course",
    "behind": "▼ behind",
    "missed": "▼ missed",
    "no quota": "no quota",
}


def state(row: Row, *, over: bool) -> str:
    """Say whether the owner has made the quota, will at this rate, or will not.

    `over`: the period has ended, so that who has not made it has missed it.
    """
    if row["attainment"] is None:
        return "no quota"
    if row["attainment"] >= 1:
        return "made"
    if over:
        return "missed"
    if row["projected"] is not None and row["projected"] >= row["prorated_quota"]:
        return "on course"
    return "behind"


def _chart(key: str, name: str, rows: list[Row]) -> charts.Chart:
    bars = [
        {
            "name": row["name"],
            "full": 1,
            "attained": min(row["attainment"], FURTHEST),
            "due": row["expected_to_date"] / row["prorated_quota"],
            "ahead": None
            if row["projected"] is None
            else min(row["projected"] / row["prorated_quota"], FURTHEST),
            "label": f"{text.percent(row['attainment'])} {STATES[row['state']]}",
            "pace": row["pace"],
        }
        for row in rows[:BARS]
    ]
    base = alt.Chart(charts.data(bars)).encode(
        y=alt.Y("name:N")
        .sort([bar["name"] for bar in bars])
        .title(None)
        .axis(domain=False, ticks=False, labelPadding=8),
        tooltip=[
            alt.Tooltip("name:N", title="Owner"),
            alt.Tooltip("attained:Q", title="Attainment", format=".1%"),
            alt.Tooltip("due:Q", title="Expected by now", format=".1%"),
            alt.Tooltip("pace:Q", title="Pace (actual of expected)", format=".2f"),
            alt.Tooltip("ahead:Q", title="Projected", format=".1%"),
        ],
    )
    axis = alt.X("full:Q").title("Share of the quota").axis(format=".0%", tickCount=5)
    full = base.mark_bar(color=charts.PALE, height=22).encode(x=axis)
    done = base.mark_bar(color=charts.BLUE, height=10).encode(x="attained:Q")
    due = base.mark_tick(color=charts.INK, thickness=3, size=24).encode(x="due:Q")
    ahead = base.mark_point(
        shape="diamond", filled=True, size=90, color=charts.ORANGE, stroke=charts.INK, strokeWidth=1
    ).encode(x="ahead:Q")
    says = f"For each rep the share of the {name} quota reached, expected by now and projected"
    return charts.finish(f"quota-{key}", full + done + due + ahead, says, height=34 * len(bars))


def _won(records: Records, measure: str, period: Period) -> dict[str, Ref]:
    """Return the deals behind the actual of each rep, for the measures that deals make."""
    if measure not in ("revenue", "deals_won"):
        return {}
    return records.cycles_by(
        "coalesce(rep_id, '(unassigned)')",
        f"won-{period.type}-by",
        f"Won by {{}} in {period.name}",
        "status = 'won' and revenue_date >= $start and revenue_date < $end",
        {"start": period.start, "end": period.end},
    )


def _block(marts: Marts, records: Records, measure: str, period_type: str) -> dict[str, Any]:
    period = marts.context.period(period_type)
    rows = marts.rows(
        _ROWS, {"period_type": period_type, "period_key": period.key, "measure": measure}
    )
    won = _won(records, measure, period)
    over = period.is_over(marts.context.as_of_date)
    for row in rows:
        row["ref"] = won.get(row["owner"]) if row["level"] == "rep" else None
        row["state"] = state(row, over=over)
        row["state_text"] = STATES[row["state"]]
    reps = [row for row in rows if row["level"] == "rep"]
    measured = [row for row in reps if row["prorated_quota"]]
    key = f"{measure}-{period_type}".replace(":", "-")
    name = f"{text.title(measure.replace(':', ' ')).lower()}, {period.name}"
    return {
        "key": key,
        "name": name,
        "period": period,
        "money": measure == "revenue",
        "rows": [
            row for level in ("company", "team", "rep") for row in rows if row["level"] == level
        ],
        "made": sum(row["state"] == "made" for row in measured),
        "course": sum(row["state"] == "on course" for row in measured),
        "behind": sum(row["state"] in ("behind", "missed") for row in measured),
        "over": over,
        "measured": len(measured),
        "chart": _chart(key, name, measured) if measured else None,
    }


def quota(marts: Marts, records: Records) -> Section:
    """A bullet chart and a table per measure and period for which a quota is set now."""
    keys = [marts.context.period(kind).key for kind in PERIOD_TYPES]
    found = marts.rows(_MEASURES, {"keys": keys})
    empty = None
    if not found:
        latest = marts.one(_LATEST)["latest"]
        empty = (
            f"No quota covers {keys[0]}: the last one set is for {latest}."
            " Add the current period to company/quotas.csv."
            if latest
            else "No quota in the sheets: add quotas.csv to company/"
            " (columns period, measure, quota, owner, currency)."
        )
    return Section(
        "quota",
        "Who makes quota",
        "Quota",
        "Who has made it, who is on course, who is behind?",
        {"blocks": [_block(marts, records, row["measure"], row["period_type"]) for row in found]},
        empty,
    )
