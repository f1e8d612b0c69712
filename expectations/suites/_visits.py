"""What holds for visits by stage, ours and the CRM's own alike."""

from expectations import thresholds as limit
from expectations.sql import share
from expectations.suite import Frame, at_least, at_most

_HOURS_PER_DAY = 24
_CLOCK_CHANGE_HOURS = 1.01  # a working day around the clock gains an hour when clocks go back


def frame(mart: str, stage: str) -> Frame:
    """The frame of a visits mart, one row per value of the column `stage`."""
    query = f"""
        select
            {stage} as stage,
            count(*) as visits,
            min(least(duration_days, business_hours, age_days)) as shortest,
            arg_min(visit_id, least(duration_days, business_hours, age_days)) as shortest_visit,
            max(business_hours - duration_days * {_HOURS_PER_DAY}) as business_hours_beyond,
            arg_max(visit_id, business_hours - duration_days * {_HOURS_PER_DAY}) as beyond_visit,
            max(date_diff('second', as_of, greatest(entered_at, exited_at)))
                as seconds_after_as_of,
            arg_max(visit_id, greatest(entered_at, exited_at)) as latest_visit,
            {share("duration_days = 0")} as zero_length_share
        from marts.{mart}
        cross join (select as_of from marts.report_context)
        group by {stage}
    """
    return Frame(
        query,
        label=("stage", "visits"),
        expectations=(
            at_least(
                "shortest",
                0,
                "blocking",
                "Durations, business hours and ages are never negative; such times must be null.",
                "shortest_visit",
            ),
            at_most(
                "business_hours_beyond",
                _CLOCK_CHANGE_HOURS,
                "blocking",
                "A visit cannot have more business hours than hours.",
                "beyond_visit",
            ),
            at_most(
                "seconds_after_as_of",
                0,
                "blocking",
                "No visit begins or ends after the instant that the tables describe.",
                "latest_visit",
            ),
            at_most(
                "zero_length_share",
                limit.ZERO_LENGTH_VISIT_SHARE,
                "warning",
                "Most visits last no time: stages are clicked through together or set by a job.",
            ),
        ),
    )
