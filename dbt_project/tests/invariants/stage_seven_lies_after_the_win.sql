{# Stage 7 belongs to won cycles and begins no earlier than their close. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_stage_visits'}}}) }}

with cycles as (select * from {{ ref('fct_sales_cycles') }}),

visits as (select * from {{ ref('fct_stage_visits') }} where stage = 'referral')

select visits.visit_id, visits.cycle_id, cycles.status, cycles.closed_at, visits.entered_at
from visits
inner join cycles on cycles.cycle_id = visits.cycle_id
where cycles.status <> 'won' or visits.entered_at < cycles.closed_at
