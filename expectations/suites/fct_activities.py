"""Activities, by source and kind."""

from expectations import thresholds as limit
from expectations.sql import share
from expectations.suite import Frame, at_most

_QUERY = f"""
    select
        kind,
        count(*) as activities,
        max(date_diff('second', as_of, occurred_at)) as seconds_after_as_of,
        arg_max(activity_id, occurred_at) as latest_activity,
        {share("cycle_id is null")} as unlinked_share,
        min(activity_id) filter (where cycle_id is null) as unlinked_activity
    from marts.fct_activities
    cross join (select as_of from marts.report_context)
    group by kind
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("kind", "activities"),
        expectations=(
            at_most(
                "seconds_after_as_of",
                0,
                "blocking",
                "No activity happens after the instant that the tables describe.",
                "latest_activity",
            ),
            at_most(
                "unlinked_share",
                limit.UNLINKED_ACTIVITY_SHARE,
                "warning",
                "Activities of no cycle: map their deal, lead or e-mail column.",
                "unlinked_activity",
            ),
        ),
    ),
)
