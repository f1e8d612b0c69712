"""The funnel: rates are rates, and it only narrows."""

from expectations.suite import Frame, always_null, at_least, at_most, within

_QUERY = """
    select
        segment, segment_value, period_key, step,
        conversion_to_next, conversion_from_start, resolved_conversion, median_days_to_next,
        reached - lag(reached) over (
            partition by segment, segment_value, period_type, period_key order by step_number
        ) as reached_rising,
        case when step_number <= 6 then visited - reached end as visited_beyond_reached,
        case when reached = 0 then coalesce(conversion_to_next, resolved_conversion) end
            as conversion_of_none
    from marts.funnel_conversion
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("segment", "segment_value", "period_key", "step"),
        expectations=(
            within("conversion_to_next", 0, 1, "blocking", "A conversion is a share."),
            within("conversion_from_start", 0, 1, "blocking", "A conversion is a share."),
            within("resolved_conversion", 0, 1, "blocking", "A conversion is a share."),
            at_least("median_days_to_next", 0, "blocking", "The next step comes later."),
            at_most("reached_rising", 0, "blocking", "Whoever reached a step reached all before."),
            at_most(
                "visited_beyond_reached",
                0,
                "blocking",
                "Whoever visited a step reached it as well.",
            ),
            always_null(
                "conversion_of_none", "blocking", "Where nobody came there is no rate, not 0."
            ),
        ),
    ),
)
