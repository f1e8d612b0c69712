"""Bookings, by source: confidence, and calendars filled in backwards."""

from expectations import thresholds as limit
from expectations.sql import share
from expectations.suite import Frame, at_least, at_most

_ASSUMED = "outcome = 'held_assumed'"
_OVER = "outcome in ('held', 'held_assumed', 'no_show')"

_QUERY = f"""
    select
        source,
        count(*) as bookings,
        min(confidence) as lowest_confidence,
        arg_min(booking_id, confidence) as lowest_booking,
        max(confidence) as highest_confidence,
        arg_max(booking_id, confidence) as highest_booking,
        {share("ends_at < starts_at")} as ends_before_start_share,
        min(booking_id) filter (where ends_at < starts_at) as ends_before_start,
        {share("booked_at > starts_at")} as booked_after_start_share,
        min(booking_id) filter (where booked_at > starts_at) as booked_after_start,
        {share(_ASSUMED, _OVER)} as assumed_held_share
    from marts.fct_bookings
    group by source
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("source", "bookings"),
        expectations=(
            at_least(
                "lowest_confidence", 0, "blocking", "Confidence is a share.", "lowest_booking"
            ),
            at_most(
                "highest_confidence", 1, "blocking", "Confidence is a share.", "highest_booking"
            ),
            at_most(
                "ends_before_start_share",
                limit.ENDS_BEFORE_START_SHARE,
                "warning",
                "Slots that end before they start: see whether the two columns are swapped.",
                "ends_before_start",
            ),
            at_most(
                "booked_after_start_share",
                limit.BOOKED_AFTER_START_SHARE,
                "warning",
                "Slots booked after they began spoil lead times; see the booked column.",
                "booked_after_start",
            ),
            at_most(
                "assumed_held_share",
                limit.ASSUMED_HELD_SHARE,
                "warning",
                "Hardly anyone records attendance, so the show rate is nearly a guess.",
            ),
        ),
    ),
)
