{#
    Goals of money as quotas: those that last exactly a month, a quarter or a year of the company's calendar, by the
    dates of the reporting zone or, as the vendor writes them, of UTC. Whose it is, is an owner, or an assigned user; a goal
    of nobody in particular is none.
#}
with versions as (
    {{ hubspot_objects(source('raw', 'hubspot__goal'), [
        'hs_target_amount', 'hs_start_datetime', 'hs_end_datetime', 'hubspot_owner_id', 'hs_assignee_user_id',
        'hs_goal_target_currency_code', 'hs_kpi_unit_type',
    ]) }}
),

calendar as (select * from {{ source('config', 'calendar') }}),

periods as (
    {% for period in ['month', 'quarter', 'year'] %}
        select {{ period }}_key as period, min(date) as first_day, max(date) as last_day, {{ loop.index }} as strength
        from calendar
        group by {{ period }}_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

timed as (
    select
        source,
        record_id,
        version_number,
        {{ as_instant_or_milliseconds('hs_start_datetime') }} as starts_at,
        {{ as_instant_or_milliseconds('hs_end_datetime') }} as ends_at
    from versions
),

-- an end at midnight is the end of the day before
dated as (
    {% for zone in ['settings.reporting_timezone', "'UTC'"] %}
        select
            timed.source,
            timed.record_id,
            timed.version_number,
            {{ local_date('timed.starts_at', zone) }} as starts_on,
            case
                when {{ local_second('timed.ends_at', zone) }} = 0 and timed.ends_at > timed.starts_at
                    then {{ plus_days_to_date(local_date('timed.ends_at', zone), -1) }}
                else {{ local_date('timed.ends_at', zone) }}
            end as ends_on,
            {{ loop.index }} as strength
        from timed
        cross join {{ source('config', 'settings') }} as settings
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

fitting as (
    select
        dated.source,
        dated.record_id,
        dated.version_number,
        periods.period,
        row_number() over (
            partition by dated.source, dated.record_id, dated.version_number order by dated.strength, periods.strength
        ) as place
    from dated
    inner join periods on periods.first_day = dated.starts_on and periods.last_day = dated.ends_on
),

owners as (
    select source, user_id, min(rep_id) as rep_id
    from (
        select source, rep_id, user_id from {{ ref('stg_hubspot__reps') }} where is_current
        union
        select source, rep_id, former_user_id from {{ ref('stg_hubspot__reps') }} where is_current
    ) as users
    where user_id is not null
    group by source, user_id
)

select
    {{ version_columns('versions') }},
    fitting.period,
    case
        when coalesce(versions.hubspot_owner_id, versions.hs_assignee_user_id) is not null
            and coalesce(lower(versions.hs_kpi_unit_type), 'currency') like '%currency%'
            then 'revenue'
    end as measure,
    {{ as_number('versions.hs_target_amount') }} as quota,
    cast(null as double) as weight,
    -- a goal of a user whom no owner is must not become the company's
    coalesce(versions.hubspot_owner_id, owners.rep_id, concat('user ', versions.hs_assignee_user_id)) as owner,
    cast(null as varchar) as team,
    coalesce(versions.hs_goal_target_currency_code, portals.currency) as currency
from versions
left join fitting
    on fitting.source = versions.source
    and fitting.record_id = versions.record_id
    and fitting.version_number = versions.version_number
    and fitting.place = 1
left join owners on owners.source = versions.source and owners.user_id = versions.hs_assignee_user_id
left join {{ ref('stg_hubspot__account_details') }} as portals on portals.source = versions.source
