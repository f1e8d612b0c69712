"""What holds for durations by segment, period and stage, ours and the CRM's own alike."""

from expectations.suite import Frame, always_null, at_least, at_most

_ROUNDING_DAYS = 1e-6


def frame(mart: str, stage: str) -> Frame:
    """The frame of a durations mart, as detailed as the mart itself."""
    query = f"""
        select
            segment, segment_value, period_key, {stage} as stage,
            mean_days,
            oldest_open_days,
            greatest(median_days - p75_days, p75_days - p90_days) as percentiles_falling,
            case when completed = 0 then coalesce(mean_days, median_days) end as days_of_none,
            case when open_now = 0 then oldest_open_days end as oldest_of_none
        from marts.{mart}
    """
    return Frame(
        query,
        label=("segment", "segment_value", "period_key", "stage"),
        expectations=(
            at_least("mean_days", 0, "blocking", "A mean of durations is never negative."),
            at_least(
                "oldest_open_days", 0, "blocking", "The age of an open visit is not negative."
            ),
            at_most(
                "percentiles_falling",
                _ROUNDING_DAYS,
                "blocking",
                "The median is at most the 75th percentile, and that at most the 90th.",
            ),
            always_null(
                "days_of_none", "blocking", "Without a completed visit there is no duration, not 0."
            ),
            always_null(
                "oldest_of_none", "blocking", "Without an open visit there is no oldest one, not 0."
            ),
        ),
    )
