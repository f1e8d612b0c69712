"""Whether the data can be trusted tonight, and what to mend."""

from publishing.report import text
from publishing.report.marts import Marts
from publishing.report.records import Records
from publishing.report.sections.section import Section

_STREAMS = """
select source, stream, status, age_hours, rows, calls, reason,
    last_success_at at time zone $zone as last_success
from data_health
order by list_position(['stale', 'unavailable', 'ok'], status), source, stream
"""
_PROBLEMS = """
select kind, source, count, share, example_id, example_url, how_to_fix
from data_problems where count > 0 order by count desc, kind, source
"""


def health(marts: Marts, records: Records) -> Section:
    """Streams with the worst first, and problems with an example and the fix."""
    streams = marts.rows(_STREAMS, {"zone": marts.context.timezone})
    problems = marts.rows(_PROBLEMS)
    for row in problems:
        row["url"] = text.safe_url(row["example_url"])
    return Section(
        "health",
        "Data health",
        "Data",
        "Can these numbers be trusted, and what is worth mending?",
        {
            "streams": streams,
            "late": [row for row in streams if row["status"] != "ok"],
            "problems": problems,
        },
        None if streams or problems else "No source has been read yet: run `salescycle run`.",
    )
