"""The funnel of the cycles started in a period, and where they leak."""

from typing import Any

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.records import Records
from publishing.report.sections.section import Section

_STEPS = """
select step, step_number, reached, open_here, exited_here, conversion_to_next,
    resolved_conversion, median_days_to_next
from funnel_conversion
where segment = 'all' and period_type = $period_type and period_key = $period_key
order by step_number
"""
_PARTS = {
    "went on, or won": charts.BLUE,
    "open here": charts.SKY,
    "exited here": charts.VERMILLION,
}
# The step that a cycle belongs to is its highest mapped stage, at least the first.
_STEP = "coalesce(furthest_stage, 'prospecting')"


def _chart(key: str, name: str, rows: list[Row]) -> charts.Chart:
    order = [row["title"] for row in rows]
    parts = [
        {"step": row["title"], "part": part, "cycles": cycles, "order": place}
        for row in rows
        for place, (part, cycles) in enumerate(
            zip(
                _PARTS,
                (
                    row["reached"] - row["open_here"] - row["exited_here"],
                    row["open_here"],
                    row["exited_here"],
                ),
                strict=True,
            )
        )
    ]
    y = alt.Y("step:N").sort(order).title(None).axis(domain=False, ticks=False, labelPadding=8)
    bars = (
        alt.Chart(charts.data(parts))
        .mark_bar(height=alt.RelativeBandSize(0.72))
        .encode(
            y=y,
            x=alt.X("cycles:Q")
            .title("Cycles that reached the step")
            .axis(tickCount=5)
            .scale(domainMax=rows[0]["reached"] * 1.22),
            color=alt.Color("part:N")
            .scale(domain=list(_PARTS), range=list(_PARTS.values()))
            .legend(columns=2),
            order="order:Q",
            tooltip=[
                alt.Tooltip("step:N", title="Step"),
                alt.Tooltip("part:N", title="Part"),
                alt.Tooltip("cycles:Q", title="Cycles", format=","),
            ],
        )
    )
    labels = (
        alt.Chart(charts.data([{"step": r["title"], "reached": r["reached"]} for r in rows]))
        .mark_text(align="left", dx=6)
        .encode(y=y, x="reached:Q", text=alt.Text("reached:Q", format=","))
    )
    says = f"Bars of how many cycles, {name}, reached each step, split by what became of them there"
    return charts.finish(f"funnel-{key}", bars + labels, says, height=34 * len(rows))


def _biggest_leak(rows: list[Row]) -> Row | None:
    steps = [
        row for row in rows if row["step_number"] <= 6 and row["resolved_conversion"] is not None
    ]
    return min(steps, key=lambda row: row["resolved_conversion"], default=None)


def _cohort(
    marts: Marts, records: Records, key: str, period_type: str, period_key: str, name: str
) -> dict[str, Any] | None:
    rows = marts.rows(_STEPS, {"period_type": period_type, "period_key": period_key})
    if not rows or not rows[0]["reached"]:
        return None
    started = "true"
    window: dict[str, Any] = {}
    if period_type != "all":
        period = marts.context.period(period_type)
        started = "started_date >= $start and started_date < $end"
        window = {"start": period.start, "end": period.end}
    for row in rows:
        row["title"] = text.title(row["step"])
    for part, status, words in (
        ("open_here", "status = 'open'", "Open at"),
        ("exited_here", "status in ('lost', 'disqualified')", "Lost or disqualified at"),
    ):
        refs = records.cycles_by(
            _STEP, f"{key}-{part}", f"{words} {{}}, {name}", f"{status} and {started}", window
        )
        for row in rows:
            row[f"{part}_ref"] = refs.get(row["step"])
    won = next(row for row in rows if row["step"] == "won")
    won["reached_ref"] = records.cycles(
        f"funnel-{key}-won", f"Won, {name}", f"status = 'won' and {started}", window
    )
    return {
        "key": key,
        "name": name,
        "rows": rows,
        "leak": _biggest_leak(rows),
        "chart": _chart(key, name, rows),
    }


def funnel(marts: Marts, records: Records) -> Section:
    """All cycles, those of the year, those of the quarter: steps 1 to 6, won, referral."""
    year, quarter = (marts.context.period(kind) for kind in ("year", "quarter"))
    cohorts = [
        _cohort(marts, records, "all", "all", "all", "all cycles"),
        _cohort(marts, records, "year", "year", year.key, f"started in {year.name}"),
        _cohort(marts, records, "quarter", "quarter", quarter.key, f"started in {quarter.name}"),
    ]
    found = [cohort for cohort in cohorts if cohort]
    return Section(
        "funnel",
        "Funnel and leaks",
        "Funnel",
        "Where do cycles stop?",
        {"cohorts": found},
        None if found else "No cycles yet, so nothing has moved through the stages.",
    )
