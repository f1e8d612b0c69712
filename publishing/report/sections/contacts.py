"""Quality of phone numbers and e-mail addresses: counts only, never an address."""

import altair as alt

from publishing.report import charts, text
from publishing.report.marts import Marts, Row
from publishing.report.records import Records
from publishing.report.sections.section import Section

_KINDS = """
select kind, count(*) as points, count(distinct person_id) as people,
    count(*) filter (where is_valid) as valid,
    count(*) filter (where is_valid) / count(*) as share,
    count(*) filter (where is_role) as role,
    count(*) filter (where is_disposable) as disposable,
    count(*) filter (where is_duplicate) as duplicate
from contact_quality group by kind order by kind desc
"""
_REASONS = """
select kind, reason, count(*) as points from contact_quality
where not is_valid group by kind, reason order by points desc, kind, reason
"""
_NAMES = {"phone": "Phone numbers", "email": "E-mail addresses"}
_WORDS = {
    "too_short": "too short",
    "too_long": "too long",
    "not_a_number": "not a number",
    "unknown_region": "unknown country",
    "syntax": "not written like an address",
    "missing": "missing",
}


def _chart(reasons: list[Row]) -> charts.Chart:
    chart = (
        alt.Chart(charts.data(reasons))
        .mark_bar()
        .encode(
            y=alt.Y("words:N")
            .sort("-x")
            .title(None)
            .axis(domain=False, ticks=False, labelPadding=8, labelLimit=190),
            x=alt.X("points:Q").title("Contact points").axis(tickCount=4, tickMinStep=1),
            color=alt.Color("name:N")
            .scale(domain=list(_NAMES.values()), range=[charts.BLUE, charts.ORANGE])
            .legend(columns=1),
            tooltip=[
                alt.Tooltip("name:N", title="Kind"),
                alt.Tooltip("words:N", title="Reason"),
                alt.Tooltip("points:Q", title="Contact points", format=","),
            ],
        )
    )
    says = "Bars of why phone numbers and e-mail addresses are not valid, by number of them"
    return charts.finish(
        "contacts", chart, says, height=32 * len({row["words"] for row in reasons})
    )


def contacts(marts: Marts, records: Records) -> Section:
    """Share valid per kind, the reasons of the rest, and role, disposable and duplicate counts."""
    kinds = marts.rows(_KINDS)
    reasons = marts.rows(_REASONS)
    for row in kinds:
        row["name"] = _NAMES.get(row["kind"], text.title(row["kind"]))
    for row in reasons:
        row["name"] = _NAMES.get(row["kind"], text.title(row["kind"]))
        row["words"] = _WORDS.get(row["reason"], text.title(row["reason"]))
    return Section(
        "contacts",
        "Contact quality",
        "Contacts",
        "Can we reach the people in the pipeline?",
        {"kinds": kinds, "reasons": reasons, "chart": _chart(reasons) if reasons else None},
        None if kinds else "No contact points: map e-mail and phone of leads, deals or people.",
    )
