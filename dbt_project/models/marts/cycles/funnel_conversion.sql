{# How far the cycles that began in a period came; every cohort has all eight steps. #}
with cycles as (select * from {{ ref('int_sales_cycles') }} where is_counted),

segments as (select * from {{ ref('int_cycle_segments') }}),

calendar as (select * from {{ ref('int_calendar') }}),

steps as (select * from {{ ref('int_funnel_steps') }}),

facts as (
    select
        steps.*,
        {{ segment_columns('segments') }},
        {{ period_columns('calendar') }},
        1 as always
    from steps
    inner join cycles on cycles.cycle_id = steps.cycle_id
    inner join segments on segments.cycle_id = steps.cycle_id
    left join calendar on calendar.date_day = cycles.started_date
),

aggregated as (
    {{ by_segment_and_period('facts', "
        sum(case when has_reached then 1 else 0 end) as reached,
        sum(case when has_visited then 1 else 0 end) as visited,
        sum(case when is_open_here then 1 else 0 end) as open_here,
        sum(case when is_exited_here then 1 else 0 end) as exited_here,
        " ~ percentile('days_to_next', 0.5) ~ " as median_days_to_next
    ", ['step', 'step_number']) }}
),

neighbours as (
    select
        *,
        lead(reached) over (partition by segment, segment_value, period_type, period_key order by step_number) as reached_next,
        max(case when step_number = 1 then reached end) over (partition by segment, segment_value, period_type, period_key) as begun
    from aggregated
)

select
    segment,
    segment_value,
    period_type,
    period_key,
    period_start,
    step,
    step_number,
    cast(reached as bigint) as reached,
    cast(visited as bigint) as visited,
    cast(open_here as bigint) as open_here,
    cast(exited_here as bigint) as exited_here,
    cast(reached_next as double) / nullif(reached, 0) as conversion_to_next,
    cast(reached as double) / nullif(begun, 0) as conversion_from_start,
    cast(reached_next as double) / nullif(reached - open_here, 0) as resolved_conversion,
    median_days_to_next
from neighbours
