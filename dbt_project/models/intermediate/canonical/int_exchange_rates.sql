with settings as (select * from {{ ref('int_settings') }}),

rates as (
    {{ current_of_all_systems('exchange_rates', ['currency', 'valid_at', 'valid_on', 'rate'], 'currency') }}
),

dated as (
    select
        upper(rates.currency) as currency,
        {{ resolved_date('rates', 'valid') }} as valid_on,
        rates.rate,
        -- the user's own table in company/ goes before what a system says
        case when rates.source = 'company' then 0 else 1 end as preference,
        rates.load_seq
    from rates
    cross join settings
    where rates.rate > 0
),

ranked as (
    select
        *,
        row_number() over (partition by currency, valid_on order by preference, load_seq desc) as preferred
    from dated
    where valid_on is not null
)

select currency, valid_on, rate from ranked where preferred = 1
