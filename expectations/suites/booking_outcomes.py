"""Show rates and demo conversion."""

from expectations.suite import Frame, always_null, at_most, within

_QUERY = """
    select
        segment, segment_value, period_key,
        show_rate, demo_to_won,
        held_confirmed - held as confirmed_beyond_held,
        case when held + no_show = 0 then show_rate end as show_rate_of_none
    from marts.booking_outcomes
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("segment", "segment_value", "period_key"),
        expectations=(
            within("show_rate", 0, 1, "blocking", "A show rate is a share."),
            within("demo_to_won", 0, 1, "blocking", "A conversion is a share."),
            at_most(
                "confirmed_beyond_held", 0, "blocking", "A confirmed meeting is one of those held."
            ),
            always_null(
                "show_rate_of_none", "blocking", "Nobody expected gives no show rate, not 0."
            ),
        ),
    ),
)
