{# One row per date of the reporting zone, with the running counts that business days and hours are differences of. #}
{{ config(materialized='table') }}

with settings as (select * from {{ ref('int_settings') }}),

-- a holiday with a region belongs to those who work there; only the company-wide ones close the company
holidays as (
    select distinct date_day from {{ ref('int_holidays') }} where region is null
),

days as (
    select
        calendar.date as date_day,
        calendar.midnight_at,
        calendar.next_midnight_at,
        calendar.is_working_weekday and holidays.date_day is null as is_business_day,
        calendar.week_key,
        calendar.week_start,
        calendar.month_key,
        calendar.month_start,
        calendar.quarter_key,
        calendar.quarter_start,
        calendar.year_key,
        calendar.year_start
    from {{ source('config', 'calendar') }} as calendar
    left join holidays on holidays.date_day = calendar.date
)

select
    days.*,
    sum(case when days.is_business_day then 1 else 0 end) over (order by days.date_day) as business_day_number,
    (sum(case when days.is_business_day then 1 else 0 end) over (order by days.date_day)
        - case when days.is_business_day then 1 else 0 end)
        * (settings.working_day_end_seconds - settings.working_day_start_seconds) as business_seconds_before
from days
cross join settings
