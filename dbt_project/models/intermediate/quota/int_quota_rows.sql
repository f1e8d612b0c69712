{#
    Quotas as they were written, one per level, owner, period and measure: an owner makes it a rep's, else a team a
    team's, else it is the company's. Money is converted at the first day of the period.
#}
with settings as (select * from {{ ref('int_settings') }}),

rows_of as (select * from {{ ref('int_quotas') }}),

rep_refs as (select * from {{ ref('int_rep_refs') }}),

periods as (select * from {{ ref('int_quota_periods') }}),

rates as (select * from {{ ref('int_daily_rates') }}),

owned as (
    select
        rows_of.*,
        {{ match_key('rows_of.measure') }} as measure_key,
        coalesce(upper(trim(rows_of.currency)), settings.reporting_currency) as currency_code,
        settings.reporting_currency,
        case
            when rows_of.owner is not null and {{ match_key('rows_of.owner') }} <> 'all' then 'rep'
            when rows_of.team is not null then 'team'
            else 'company'
        end as level
    from rows_of
    cross join settings
),

placed as (
    select
        owned.*,
        periods.period_type,
        periods.period_key,
        periods.first_day,
        case owned.level
            when 'rep' then coalesce(rep_refs.rep_id, owned.owner)
            when 'team' then owned.team
            else 'all'
        end as owner_id
    from owned
    inner join periods on periods.period_key = upper(trim(owned.period))
    left join rep_refs on rep_refs.source = owned.source and rep_refs.owner_ref = owned.owner
),

ranked as (
    select
        *,
        row_number() over (
            partition by level, owner_id, period_type, period_key, measure_key
            order by
                case when quota is not null then 0 when weight is not null then 1 else 2 end,
                case when source = 'company' then 0 else 1 end,
                load_seq desc,
                source,
                record_id
        ) as place
    from placed
    where measure_key is not null
)

select
    ranked.level,
    ranked.owner_id as owner,
    ranked.period_type,
    ranked.period_key,
    ranked.measure_key as measure,
    ranked.quota as quota_written,
    ranked.weight,
    case
        when ranked.measure_key <> 'revenue' or ranked.currency_code = ranked.reporting_currency then ranked.quota
        else ranked.quota * rates.rate
    end as quota_reporting
from ranked
left join rates on rates.currency = ranked.currency_code and rates.date_day = ranked.first_day
where ranked.place = 1
