{# For steps 1 to 6: reached(k) = reached(k+1) + open_here(k) + exited_here(k); all eight steps exist in every cohort. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'funnel_conversion'}}}) }}

with steps as (
    select
        *,
        lead(reached) over (
            partition by segment, segment_value, period_type, period_key order by step_number
        ) as reached_next,
        count(*) over (partition by segment, segment_value, period_type, period_key) as steps
    from {{ ref('funnel_conversion') }}
)

select *
from steps
where steps <> 8
    or (step_number <= 6 and reached <> reached_next + open_here + exited_here)
    or (step_number > 6 and open_here + exited_here <> 0)
    or (step_number < 8 and reached < reached_next)
