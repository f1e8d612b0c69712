"""Cycles, by source: impossible times, and shares that say an export is broken."""

from expectations import thresholds as limit
from expectations.sql import share
from expectations.suite import Frame, at_least, at_most

_WON = "status = 'won'"
_UNASSIGNED = "coalesce(rep_id, '(unassigned)') = '(unassigned)'"
_NO_CHANNEL = "channel = 'unknown'"

_QUERY = f"""
    select
        source,
        count(*) as cycles,
        min(least(cycle_days, dormant_days, age_days)) as shortest_days,
        arg_min(cycle_id, least(cycle_days, dormant_days, age_days)) as shortest_cycle,
        max(date_diff('second', as_of, greatest(started_at, closed_at))) as seconds_after_as_of,
        arg_max(cycle_id, greatest(started_at, closed_at)) as latest_cycle,
        max(cycle_days) as longest_days,
        arg_max(cycle_id, cycle_days) as longest_cycle,
        extract(year from min(started_at)) as earliest_year,
        arg_min(cycle_id, started_at) as earliest_cycle,
        -- where nothing is open, as in a list of old deals, nothing need happen
        case
            when count(*) filter (where status = 'open') > 0
            then date_diff('hour', max(greatest(started_at, closed_at)), any_value(as_of)) / 24
        end as quiet_days,
        {share("started_at is null")} as unknown_start_share,
        {share(_UNASSIGNED)} as unassigned_share,
        {share(_NO_CHANNEL)} as unknown_channel_share,
        {share("amount is null", _WON)} as won_without_amount_share,
        min(cycle_id) filter (where status = 'won' and amount is null) as won_without_amount,
        case
            when count(amount_reporting) filter (where status = 'won')
                >= {limit.FEWEST_DEALS_FOR_MEDIAN}
            then max(amount_reporting) filter (where status = 'won')::double
                / nullif(median(amount_reporting) filter (where status = 'won')::double, 0)
        end as largest_deal_over_median,
        arg_max(cycle_id, amount_reporting) filter (where status = 'won') as largest_deal
    from marts.fct_sales_cycles
    cross join (select as_of from marts.report_context)
    group by source
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("source", "cycles"),
        expectations=(
            at_least(
                "shortest_days",
                0,
                "blocking",
                "Cycle, dormant and age days never run backwards; such times must be null.",
                "shortest_cycle",
            ),
            at_most(
                "seconds_after_as_of",
                0,
                "blocking",
                "No cycle starts or closes after the instant that the tables describe.",
                "latest_cycle",
            ),
            at_most(
                "longest_days",
                limit.LONGEST_CYCLE_DAYS,
                "warning",
                "A won cycle of many years has a mistyped date; correct it in the source.",
                "longest_cycle",
            ),
            at_least(
                "earliest_year",
                limit.EARLIEST_YEAR,
                "warning",
                "A start this early is a mistyped year; correct it in the source.",
                "earliest_cycle",
            ),
            at_most(
                "quiet_days",
                limit.LONGEST_QUIET_DAYS,
                "warning",
                "Nothing has begun or ended for weeks; see whether the export still runs.",
                "latest_cycle",
            ),
            at_most(
                "unknown_start_share",
                limit.UNKNOWN_START_SHARE,
                "warning",
                "Cycles without a start have no length; map a created or first-contact date.",
            ),
            at_most(
                "unassigned_share",
                limit.UNASSIGNED_SHARE,
                "warning",
                "Cycles without an owner count for nobody; map the owner column.",
            ),
            at_most(
                "unknown_channel_share",
                limit.UNKNOWN_CHANNEL_SHARE,
                "warning",
                "Lead sources without a channel: add them to rules.channels.",
            ),
            at_most(
                "won_without_amount_share",
                limit.WON_WITHOUT_AMOUNT_SHARE,
                "warning",
                "Won deals without an amount are missing from revenue; fill them in.",
                "won_without_amount",
            ),
            at_most(
                "largest_deal_over_median",
                limit.LARGEST_DEAL_OVER_MEDIAN,
                "warning",
                "One won deal dwarfs the others; look for a misplaced decimal mark.",
                "largest_deal",
            ),
        ),
    ),
)
