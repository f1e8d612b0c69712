"""What must hold of the aggregates: each query gives the rows that break a rule.

Everything is counted again from the facts, or summed over the other way of cutting it.
"""

from collections.abc import Iterator

SEGMENTS = {
    "rep": "coalesce(rep_id, '(unassigned)')",
    "team": "coalesce(team, '(unknown)')",
    "channel": "channel",
    "lead_source": "coalesce(lead_source, '(unknown)')",
    "pipeline": "coalesce(pipeline, '(unknown)')",
    "product": "coalesce(product, '(unknown)')",
}
"""Segments whose value stands in the fact, and how."""

ALL_SEGMENTS = [*SEGMENTS, "account_size", "industry", "region"]
ADDITIVE = {
    "stage_durations": ("stage", ["visits", "completed", "open_now"]),
    "source_stage_durations": ("source_stage", ["visits", "completed", "open_now"]),
    "funnel_conversion": ("step", ["reached", "visited", "open_here", "exited_here"]),
    "sales_cycle_length": (
        "''",
        ["won", "lost", "disqualified", "won_amount_reporting", "missing_amounts"],
    ),
    "booking_outcomes": (
        "''",
        ["booked", "scheduled", "held", "no_show", "cancelled", "rescheduled", "held_confirmed"],
    ),
}
COUNTED = "not is_excluded and pipeline_role = 'new_business'"
PERIODS = {
    "month": "strftime({0}, '%Y-%m')",
    "quarter": "given.fiscal({0}, '%Y-Q') || quarter(given.fiscal_month({0}))",
    "year": "given.fiscal({0}, '%Y')",
    "all": "'all'",
}
"""The key of a date's period, by type."""


def checks() -> Iterator[tuple[str, str]]:
    """Each rule and the query for what breaks it."""
    for mart, (key, columns) in ADDITIVE.items():
        yield f"segments of {mart} sum to all", _segments_sum(mart, key, columns)
        yield f"periods of {mart} sum to all", _periods_sum(mart, key, columns)
    for segment, value in SEGMENTS.items():
        for period, spelled in PERIODS.items():
            yield f"funnel by {segment} and {period}", _funnel(segment, value, period, spelled)
            yield f"lengths by {segment} and {period}", _lengths(segment, value, period, spelled)
    yield from RULES.items()


def _segments_sum(mart: str, key: str, columns: list[str]) -> str:
    sums = ", ".join(f"sum({column}) as {column}" for column in columns)
    same = " and ".join(f"abs(parts.{c} - whole.{c}) < 0.00001" for c in columns)
    names = ", ".join(f"'{name}'" for name in ALL_SEGMENTS)
    return f"""
        with rows as (select *, {key} as part from marts.{mart}),
        parts as (select segment, period_type, period_key, part, {sums}
            from rows where segment <> 'all' group by all),
        wanted as (select unnest([{names}]) as segment, whole.* exclude (segment) from rows as whole
            where whole.segment = 'all')
        select whole.segment, period_type, period_key, part from wanted as whole
        full join parts using (segment, period_type, period_key, part)
        where not coalesce({same}, false)"""


def _periods_sum(mart: str, key: str, columns: list[str]) -> str:
    sums = ", ".join(f"sum({column}) as {column}" for column in columns)
    same = " and ".join(f"abs(parts.{c} - whole.{c}) < 0.00001" for c in columns)
    return f"""
        with rows as (select *, {key} as part from marts.{mart}),
        parts as (select segment, segment_value, period_type, part,
            {sums} from rows where period_type <> 'all' group by all),
        wanted as (select unnest(['week', 'month', 'quarter', 'year']) as period_type,
            whole.* exclude (period_type) from rows as whole where whole.period_type = 'all')
        select segment, segment_value, period_type, part from wanted as whole
        full join parts using (segment, segment_value, period_type, part)
        where not coalesce({same}, false)"""


def _funnel(segment: str, value: str, period: str, spelled: str) -> str:
    """Cycles begun and won, counted from the cycles; visits to stages from the visits."""
    return f"""
        with cycles as (
            select *, {value} as value, coalesce({spelled.format("started_date")}, 'unknown') as key
            from marts.fct_sales_cycles where {COUNTED}),
        wanted as (
            select value, key, 'prospecting' as step, count(*) as reached from cycles group by all
            union all
            select value, key, 'won', count(*) filter (status = 'won') from cycles group by all),
        visited as (
            select value, key, stage as step, count(distinct cycle_id) as visited
            from cycles join marts.fct_stage_visits using (cycle_id)
            where stage_number <= 6 group by all),
        ours as (
            select segment_value as value, period_key as key, step, reached, visited
            from marts.funnel_conversion
            where segment = '{segment}' and period_type = '{period}')
        select value, key, step, wanted.reached, ours.reached, visited.visited, ours.visited
        from ours full join wanted using (value, key, step)
        full join visited using (value, key, step)
        where wanted.reached <> ours.reached or ours.reached is null
            or (coalesce(visited.visited, 0) <> ours.visited and step not in ('won', 'referral'))"""


def _lengths(segment: str, value: str, period: str, spelled: str) -> str:
    return f"""
        with wanted as (
            select {value} as value, coalesce({spelled.format("close_date")}, 'unknown') as key,
                count(*) filter (status = 'won') as won, count(*) filter (status = 'lost') as lost,
                count(*) filter (status = 'disqualified') as disqualified,
                coalesce(sum(amount_reporting) filter (status = 'won'), 0) as amount,
                avg(cycle_days) as mean_days, median(cycle_days) as median_days,
                quantile_cont(cycle_days, 0.9) as p90_days
            from marts.fct_sales_cycles where status <> 'open' and {COUNTED} group by all),
        ours as (
            select *, segment_value as value, period_key as key from marts.sales_cycle_length
            where segment = '{segment}' and period_type = '{period}')
        select value, key, wanted.won, ours.won, wanted.amount, ours.won_amount_reporting
        from ours full join wanted using (value, key)
        where wanted.won is distinct from ours.won or wanted.lost is distinct from ours.lost
            or wanted.disqualified is distinct from ours.disqualified
            or abs(amount - won_amount_reporting) > 0.00001
            or ours.win_rate is distinct from wanted.won / nullif(wanted.won + wanted.lost, 0)
            or not coalesce(abs(wanted.mean_days - ours.mean_days) < 0.000001
                and abs(wanted.median_days - ours.median_days) < 0.000001
                and abs(wanted.p90_days - ours.p90_days) < 0.000001,
                coalesce(wanted.mean_days, ours.mean_days) is null)"""


RULES: dict[str, str] = {
    "a step is the next one, those open at it and those that ended at it": """
        select * from (
            select *, lead(reached) over of_cohort as next, count(*) over (partition by segment,
                segment_value, period_type, period_key) as steps
            from marts.funnel_conversion
            window of_cohort as (partition by segment, segment_value, period_type, period_key
                order by step_number))
        where steps <> 8 or (step_number <= 6 and reached <> next + open_here + exited_here)
            or (step_number > 6 and open_here + exited_here <> 0) or visited > reached
            or conversion_to_next is distinct from next / nullif(reached, 0)
            or resolved_conversion is distinct from next / nullif(reached - open_here, 0)""",
    "the step referral is the won cycles with a stage 7": f"""
        select count(distinct cycle_id) as wanted, (select sum(reached) from marts.funnel_conversion
            where segment = 'all' and period_type = 'all' and step = 'referral') as found
        from marts.fct_sales_cycles join marts.fct_stage_visits as visits using (cycle_id)
        where status = 'won' and visits.stage = 'referral' and {COUNTED}
        having wanted <> found""",
    "bookings are the five outcomes": """
        select * from marts.booking_outcomes
        where booked <> scheduled + held + no_show + cancelled + rescheduled
            or show_rate is distinct from case when held_confirmed + no_show > 0
                then held / (held + no_show) end""",
    "bookings are counted once": f"""
        with wanted as (
            select coalesce(slots.rep_id, '(unassigned)') as value,
                strftime(starts_date, '%Y-%m') as key, count(*) as booked
            from marts.fct_bookings as slots
            left join marts.fct_sales_cycles as cycles using (cycle_id)
            where cycle_id is null or ({COUNTED}) group by all),
        ours as (select segment_value as value, period_key as key, booked
            from marts.booking_outcomes where segment = 'rep' and period_type = 'month')
        select * from ours full join wanted using (value, key)
        where ours.booked is distinct from wanted.booked""",
    "the company's results are those of its reps and of its teams": """
        select period_key, measure, sum(actual) filter (level = 'company') as company,
            sum(actual) filter (level = 'rep') as reps, sum(actual) filter (level = 'team') as teams
        from marts.quota_attainment group by period_type, period_key, measure
        having not coalesce(abs(company - reps) < 0.00001 and abs(company - teams) < 0.00001,
            coalesce(company, reps, teams, 0) = 0)""",
    "a rep's results are those of the facts": f"""
        with cycles as (select * from marts.fct_sales_cycles where {COUNTED}),
        wanted as (
            select rep_id, close_date as day, 'revenue' as measure,
                coalesce(amount_reporting, 0) as value
            from cycles where status = 'won'
            union all
            select rep_id, close_date, 'deals_won', 1 from cycles where status = 'won'
            union all
            select visits.rep_id, entered_date, 'stage:' || stage, 1
            from marts.fct_stage_visits as visits join cycles using (cycle_id)
            where visit_number = 1 and stage_number is not null
            union all
            select acts.rep_id, occurred_date, 'activity:' || kind, 1
            from marts.fct_activities as acts
            left join marts.fct_sales_cycles as all_cycles using (cycle_id)
            where cycle_id is null or ({COUNTED})),
        summed as (
            select coalesce(rep_id, '(unassigned)') as owner, measure,
                strftime(day, '%Y-%m') as period_key, sum(value) as value
            from wanted where day is not null group by all)
        select owner, period_key, measure, value, actual from summed
        full join (from marts.quota_attainment where level = 'rep' and period_type = 'month')
            using (owner, period_key, measure)
        where not coalesce(abs(value - actual) < 0.00001, coalesce(value, actual, 0) = 0)""",
    "referrers share what was won through them, (unknown) holds the rest": f"""
        with referred as (
            select referred_cycle_id as cycle_id, max(is_credited::int) as credited
            from marts.fct_referrals where referred_cycle_id is not null group by all),
        wanted as (
            select credited, count(*) as cycles, count(*) filter (status = 'won') as won,
                coalesce(sum(amount_reporting) filter (status = 'won'), 0) as amount
            from referred join marts.fct_sales_cycles using (cycle_id)
            where {COUNTED} group by all),
        ours as (
            select (referrer_person_id <> '(unknown)')::int as credited,
                sum(became_cycles) as cycles, sum(won) as won, sum(won_amount_reporting) as amount
            from marts.referral_attribution group by all)
        select * from wanted full join ours using (credited)
        where coalesce(wanted.cycles, 0) <> coalesce(ours.cycles, 0)
            or coalesce(wanted.won, 0) <> coalesce(ours.won, 0)
            or abs(coalesce(wanted.amount, 0) - coalesce(ours.amount, 0)) > 0.00001""",
    "a chain holds at least what its first referrer brought": """
        select * from marts.referral_attribution
        where chain_amount_reporting < won_amount_reporting - 0.00001 or won > became_cycles
            or became_cycles > referrals or conversion <> won / referrals""",
}
