{#
    Visits other than stage 7 tile [started_at, coalesce(closed_at, as_of)) without gap or overlap. Exempt, and
    counted elsewhere: cycles with an unknown start or inconsistent times. A cycle that closes as it begins has none.
#}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_stage_visits'}}}) }}

with cycles as (
    select cycle_id, started_at, closed_at
    from {{ ref('fct_sales_cycles') }}
    where started_at is not null and not is_time_inconsistent
),

visits as (
    select cycle_id, entered_at, exited_at from {{ ref('fct_stage_visits') }} where stage <> 'referral'
),

ordered as (
    select
        cycles.cycle_id,
        cycles.started_at,
        cycles.closed_at,
        visits.entered_at,
        visits.exited_at,
        lag(visits.exited_at) over (
            partition by cycles.cycle_id
            order by visits.entered_at, case when visits.exited_at is null then 1 else 0 end, visits.exited_at
        ) as exited_before,
        row_number() over (
            partition by cycles.cycle_id
            order by visits.entered_at, case when visits.exited_at is null then 1 else 0 end, visits.exited_at
        ) as place,
        count(*) over (partition by cycles.cycle_id) as visits
    from cycles
    left join visits on visits.cycle_id = cycles.cycle_id
)

select *
from ordered
where (entered_at is null and (closed_at is null or closed_at <> started_at))
    or (place = 1 and entered_at <> started_at)
    or (place > 1 and entered_at is distinct from exited_before)
    or (entered_at is not null and place = visits and exited_at is distinct from closed_at)
