{# Bookings counted from the fact; the five outcomes of every row sum to what was booked. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'booking_outcomes'}}}) }}

with facts as (
    select count(*) as booked
    from {{ ref('fct_bookings') }} as bookings
    left join {{ ref('fct_sales_cycles') }} as cycles on cycles.cycle_id = bookings.cycle_id
    where bookings.cycle_id is null or (not cycles.is_excluded and cycles.pipeline_role = 'new_business')
),

outcomes as (select * from {{ ref('booking_outcomes') }}),

totals as (
    select coalesce(sum(booked), 0) as booked from outcomes where segment = 'all' and period_type = 'all'
)

select 'all' as segment_value, 'all' as period_key, facts.booked as expected, totals.booked as found
from facts
cross join totals
where facts.booked <> totals.booked
union all
select segment_value, period_key, scheduled + held + no_show + cancelled + rescheduled, booked
from outcomes
where scheduled + held + no_show + cancelled + rescheduled <> booked
