{#
    Quotas of money of active kinds of forecasts: those whose period is exactly a month, a quarter or a year of the
    company's calendar. One for some products only is part of another and none by itself. Whoever may not see forecasts sees
    no quotas. One row per version of a quota.
#}
with versions as (
    {{ salesforce_objects(source('raw', 'salesforce__forecasting_quota'), [
        'QuotaOwnerId', 'PeriodId', 'ForecastingTypeId', 'QuotaAmount', 'StartDate', 'IsAmount', 'ProductFamily', 'Territory2Id',
        'CurrencyIsoCode',
    ]) }}
),

types as (
    select source, record_id, {{ json_text('payload', "'$.IsActive'") }} as is_active
    from ({{ record_versions(source('raw', 'salesforce__forecasting_type'), salesforce_volatile()) }}) as types
    where is_current and not is_deleted
),

spans as (
    select source, record_id, {{ json_texts('payload', ['$.StartDate', '$.EndDate']) }} as texts
    from ({{ record_versions(source('raw', 'salesforce__period'), salesforce_volatile()) }}) as periods
    where is_current and not is_deleted
),

calendar as (select * from {{ source('config', 'calendar') }}),

periods as (
    {% for period in ['month', 'quarter', 'year'] %}
        select {{ period }}_key as period, min(date) as first_day, max(date) as last_day
        from calendar
        group by {{ period }}_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

fitting as (
    select spans.source, spans.record_id, min(periods.period) as period
    from spans
    inner join periods
        on periods.first_day = {{ as_date(list_item('spans.texts', 1)) }}
        and periods.last_day = {{ as_date(list_item('spans.texts', 2)) }}
    group by spans.source, spans.record_id
)

select
    {{ version_columns('versions') }},
    fitting.period,
    case
        when versions.isamount = 'true'
            and versions.productfamily is null
            and versions.territory2id is null
            and coalesce(types.is_active, 'true') = 'true'
            then 'revenue'
    end as measure,
    {{ as_number('versions.quotaamount') }} as quota,
    cast(null as double) as weight,
    versions.quotaownerid as owner,
    cast(null as varchar) as team,
    versions.currencyisocode as currency
from versions
left join fitting on fitting.source = versions.source and fitting.record_id = versions.periodid
left join types on types.source = versions.source and types.record_id = versions.forecastingtypeid
