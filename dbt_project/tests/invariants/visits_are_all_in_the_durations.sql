{# Visits that ended or last, of counted cycles, are in stage_durations once: completed + open_now. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'stage_durations'}}}) }}

with counted as (
    select cycle_id from {{ ref('fct_sales_cycles') }} where not is_excluded and pipeline_role = 'new_business'
),

facts as (
    select visits.stage, count(*) as visits, sum(case when visits.is_current then 1 else 0 end) as open_now
    from {{ ref('fct_stage_visits') }} as visits
    inner join counted on counted.cycle_id = visits.cycle_id
    where visits.is_current or visits.exited_at is not null
    group by visits.stage
),

totals as (
    select stage, sum(visits) as visits, sum(completed) as completed, sum(open_now) as open_now
    from {{ ref('stage_durations') }}
    where segment = 'all' and period_type = 'all'
    group by stage
)

select
    coalesce(facts.stage, totals.stage) as stage, facts.visits, totals.visits as total_visits,
    facts.open_now, totals.open_now as total_open_now
from facts
full outer join totals on totals.stage = facts.stage
where facts.visits is distinct from totals.visits
    or facts.open_now is distinct from totals.open_now
    or totals.visits <> totals.completed + totals.open_now
