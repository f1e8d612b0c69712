{# reached(1) is the cycles of the cohort and reached(won) its won ones, each counted from the facts. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'funnel_conversion'}}}) }}

with cycles as (select * from {{ ref('fct_sales_cycles') }} where not is_excluded and pipeline_role = 'new_business'),

calendar as (select * from {{ ref('int_calendar') }}),

dated as (
    select
        cycles.status,
        coalesce(calendar.week_key, 'unknown') as week_key,
        coalesce(calendar.month_key, 'unknown') as month_key,
        coalesce(calendar.quarter_key, 'unknown') as quarter_key,
        coalesce(calendar.year_key, 'unknown') as year_key
    from cycles
    left join calendar on calendar.date_day = cycles.started_date
),

cohorts as (
    {% for period in ['week', 'month', 'quarter', 'year'] %}
        select
            '{{ period }}' as period_type,
            {{ period }}_key as period_key,
            count(*) as begun,
            sum(case when status = 'won' then 1 else 0 end) as won
        from dated
        group by {{ period }}_key
        union all
    {% endfor %}
    select 'all', 'all', count(*), sum(case when status = 'won' then 1 else 0 end)
    from dated
    having count(*) > 0
),

funnel as (
    select
        period_type,
        period_key,
        max(case when step_number = 1 then reached end) as begun,
        max(case when step = 'won' then reached end) as won
    from {{ ref('funnel_conversion') }}
    where segment = 'all'
    group by period_type, period_key
)

select
    coalesce(cohorts.period_type, funnel.period_type) as period_type,
    coalesce(cohorts.period_key, funnel.period_key) as period_key,
    cohorts.begun as cycles_begun,
    funnel.begun as reached_first_step,
    cohorts.won as cycles_won,
    funnel.won as reached_won
from cohorts
full outer join funnel on funnel.period_type = cohorts.period_type and funnel.period_key = cohorts.period_key
where cohorts.begun is distinct from funnel.begun or cohorts.won is distinct from funnel.won
