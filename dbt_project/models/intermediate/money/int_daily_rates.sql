{# The price of one unit of each currency in the reporting currency, on each day on which a rate is young enough. #}
with settings as (select * from {{ ref('int_settings') }}),

rates as (
    select
        currency,
        valid_on,
        rate,
        lead(valid_on) over (partition by currency order by valid_on) as next_valid_on
    from {{ ref('int_exchange_rates') }}
)

select calendar.date_day, rates.currency, rates.rate
from rates
cross join settings
inner join {{ ref('int_calendar') }} as calendar
    on calendar.date_day >= rates.valid_on
    and {{ days_between('rates.valid_on', 'calendar.date_day') }} <= settings.max_rate_age_days
    and (rates.next_valid_on is null or calendar.date_day < rates.next_valid_on)
where rates.currency <> settings.reporting_currency
