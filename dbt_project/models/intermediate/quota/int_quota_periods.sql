{# Weeks, months, quarters and years with the company's business days in them, all and up to and including that of as_of. #}
with settings as (select * from {{ ref('int_settings') }}),

calendar as (select * from {{ ref('int_calendar') }}),

periods as (
    {% for period_type in period_types() %}
        select
            '{{ period_type }}' as period_type,
            calendar.{{ period_type }}_key as period_key,
            min(calendar.date_day) as first_day,
            max(calendar.date_day) as last_day,
            sum(case when calendar.is_business_day then 1 else 0 end) as business_days,
            sum(case when calendar.is_business_day and calendar.date_day <= settings.as_of_date then 1 else 0 end)
                as elapsed_days
        from calendar
        cross join settings
        group by calendar.{{ period_type }}_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    *,
    lag(period_key) over (partition by period_type order by first_day) as previous_key
from periods
