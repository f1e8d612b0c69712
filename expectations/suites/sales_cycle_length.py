"""Length and win rate: each of the mistakes common elsewhere is impossible here."""

from expectations import thresholds as limit
from expectations.suite import Frame, always_null, at_least, at_most, within

_ROUNDING_DAYS = 1e-6

_QUERY = """
    select
        segment, segment_value, period_key,
        win_rate, mean_days,
        median_days - p90_days as median_beyond_p90,
        missing_amounts - won as missing_amounts_beyond_won,
        case when won + lost = 0 then win_rate end as win_rate_of_none,
        case when won = 0 then coalesce(mean_days, median_days) end as days_of_none
    from marts.sales_cycle_length
"""

_OVERALL = f"""
    select segment, period_key, won, lost, win_rate as overall_win_rate
    from marts.sales_cycle_length
    where segment = 'all' and period_type = 'all'
        and won + lost >= {limit.FEWEST_CLOSED_FOR_A_RATE}
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("segment", "segment_value", "period_key"),
        expectations=(
            within("win_rate", 0, 1, "blocking", "A win rate is a share."),
            at_least("mean_days", 0, "blocking", "A cycle does not end before it starts."),
            at_most(
                "median_beyond_p90",
                _ROUNDING_DAYS,
                "blocking",
                "The median is at most the 90th percentile.",
            ),
            at_most(
                "missing_amounts_beyond_won",
                0,
                "blocking",
                "Missing amounts are counted among won cycles only.",
            ),
            always_null(
                "win_rate_of_none", "blocking", "Nothing won or lost gives no win rate, not 0."
            ),
            always_null("days_of_none", "blocking", "Nothing won gives no length, not 0."),
        ),
    ),
    Frame(
        _OVERALL,
        label=("won", "lost"),
        expectations=(
            at_most(
                "overall_win_rate",
                limit.HIGHEST_OVERALL_WIN_RATE,
                "warning",
                "Nearly nothing is ever lost: lost deals are probably deleted or left open.",
            ),
        ),
    ),
)
