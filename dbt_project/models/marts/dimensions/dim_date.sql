{# The calendar reaches far in both directions; a BI tool wants the dates there are, and a year around them. #}
with calendar as (select * from {{ ref('int_calendar') }}),

used as (
    select as_of_date as date_day from {{ ref('int_settings') }}
    union all
    select created_date from {{ ref('int_leads') }}
    union all
    select first_contact_date from {{ ref('int_leads') }}
    union all
    select created_date from {{ ref('int_deals') }}
    union all
    select vendor_close_date from {{ ref('int_deals') }}
    union all
    select expected_close_date from {{ ref('int_deals') }}
    union all
    select entered_date from {{ ref('int_stage_events') }}
    union all
    select occurred_date from {{ ref('int_activities') }}
    union all
    select starts_date from {{ ref('int_bookings') }}
),

bounds as (
    select
        {{ plus_months('min(date_day)', -12) }} as first_day,
        {{ plus_months('max(date_day)', 12) }} as last_day
    from used
),

final as (
    select
        calendar.date_day,
        calendar.midnight_at,
        calendar.next_midnight_at,
        calendar.is_business_day,
        calendar.week_key,
        calendar.week_start,
        calendar.month_key,
        calendar.month_start,
        calendar.quarter_key,
        calendar.quarter_start,
        calendar.year_key,
        calendar.year_start
    from calendar
    inner join bounds on calendar.date_day between bounds.first_day and bounds.last_day
)

select * from final
