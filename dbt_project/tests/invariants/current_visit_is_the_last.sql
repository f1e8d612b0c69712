{#
    An open cycle has exactly one current visit, in its current stage and, unless its times contradict one another, its
    last; a closed one has none.
#}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_stage_visits'}}}) }}

with cycles as (select cycle_id, status, current_stage, is_time_inconsistent from {{ ref('fct_sales_cycles') }}),

visits as (
    select cycle_id, stage, entered_at, exited_at, is_current
    from {{ ref('fct_stage_visits') }}
    where stage <> 'referral'
),

counted as (
    select
        cycle_id,
        sum(case when is_current then 1 else 0 end) as current_visits,
        max(case when is_current then stage end) as stage,
        max(case when is_current then entered_at end) as entered_at,
        max(entered_at) as last_entered_at,
        sum(case when is_current and exited_at is not null then 1 else 0 end) as exited_current_visits
    from visits
    group by cycle_id
)

select cycles.*, counted.current_visits, counted.stage
from cycles
left join counted on counted.cycle_id = cycles.cycle_id
where coalesce(counted.current_visits, 0) <> case when cycles.status = 'open' then 1 else 0 end
    or counted.exited_current_visits > 0
    or (cycles.status = 'open' and counted.stage is distinct from cycles.current_stage)
    or (cycles.status = 'open' and not cycles.is_time_inconsistent and counted.entered_at <> counted.last_entered_at)
