{#
    What one unit of a currency is worth in the reporting currency. Salesforce keeps how many units of a currency are worth
    one of the organization's own, by date or, without dates, as one rate that holds always.
#}
with settings as (select * from {{ source('config', 'settings') }}),

currencies as (
    select
        source, record_id, extracted_at, load_seq,
        {{ json_texts('payload', ['$.IsoCode', '$.ConversionRate', '$.IsCorporate']) }} as texts
    from ({{ record_versions(source('raw', 'salesforce__currency_type'), salesforce_volatile()) }}) as types
    where is_current and not is_deleted
),

dated as (
    select
        source, record_id, extracted_at, load_seq,
        {{ json_texts('payload', ['$.IsoCode', '$.ConversionRate', '$.StartDate', '$.NextStartDate']) }} as texts
    from ({{ record_versions(source('raw', 'salesforce__dated_conversion_rate'), salesforce_volatile()) }}) as rates
    where is_current and not is_deleted
),

told as (
    select
        source, record_id, extracted_at, load_seq,
        {{ list_item('texts', 1) }} as currency,
        {{ as_number(list_item('texts', 2)) }} as units,
        {{ as_date(list_item('texts', 3)) }} as starts_on,
        coalesce({{ as_date(list_item('texts', 4)) }}, cast('9999-12-31' as date)) as ends_on
    from dated
    union all
    select
        currencies.source, currencies.record_id, currencies.extracted_at, currencies.load_seq,
        {{ list_item('currencies.texts', 1) }},
        {{ as_number(list_item('currencies.texts', 2)) }},
        cast('1970-01-01' as date),
        cast('9999-12-31' as date)
    from currencies
    left join (select distinct source, {{ list_item('texts', 1) }} as currency from dated) as with_dates
        on with_dates.source = currencies.source and with_dates.currency = {{ list_item('currencies.texts', 1) }}
    where with_dates.currency is null
)

select
    told.source,
    told.record_id,
    {{ derived_columns('told.extracted_at', 'told.load_seq') }},
    told.currency,
    cast(null as timestamptz) as valid_at,
    told.starts_on as valid_on,
    reporting.units / told.units as rate
from told
cross join settings
-- where the reporting currency is the organization's own it has one rate, which is 1
inner join told as reporting
    on reporting.source = told.source
    and reporting.currency = settings.reporting_currency
    and reporting.starts_on <= told.starts_on
    and reporting.ends_on > told.starts_on
where told.units > 0 and reporting.units > 0 and told.currency <> settings.reporting_currency
