{#
    Goals as quotas: one for each whole month, quarter, year or week that a goal lasts, of a user, or of the company. A goal of
    a team keeps its team's number: it must not become the company's. Deals won are counted, or their money; a deal that
    progresses reaches a stage; activities are of the kind of their only type. Other goals measure nothing that is known here.
#}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__goal'), ['report_ids', 'is_active']) }}
),

opened as (
    select
        source,
        record_id,
        extracted_at,
        load_seq,
        {{ json_texts('payload', [
            '$.type.name', '$.type.params.stage_id', '$.type.params.activity_type_id[0]', '$.type.params.activity_type_id[1]',
            '$.assignee.type', '$.assignee.id', '$.interval', '$.duration.start', '$.duration.end',
            '$.expected_outcome.target', '$.expected_outcome.tracking_metric', '$.expected_outcome.currency_id',
        ]) }} as texts
    from versions
    where is_current and not coalesce(is_deleted, false)
),

goals as (
    select
        source, record_id, extracted_at, load_seq,
        replace(lower({{ list_item('texts', 1) }}), ' ', '_') as type,
        {{ list_item('texts', 2) }} as stage,
        case when {{ list_item('texts', 4) }} is null then {{ list_item('texts', 3) }} end as activity_type,
        {{ list_item('texts', 5) }} as assignee_type,
        {{ list_item('texts', 6) }} as assignee,
        case {{ list_item('texts', 7) }}
            when 'weekly' then 'week' when 'monthly' then 'month' when 'quarterly' then 'quarter' when 'yearly' then 'year'
        end as interval_type,
        {{ as_date(list_item('texts', 8)) }} as starts_on,
        {{ as_date(list_item('texts', 9)) }} as ends_on,
        {{ as_number(list_item('texts', 10)) }} as target,
        {{ list_item('texts', 11) }} as metric,
        {{ list_item('texts', 12) }} as currency_id
    from opened
),

periods as (
    {% for period in ['week', 'month', 'quarter', 'year'] %}
        select '{{ period }}' as interval_type, {{ period }}_key as period, min(date) as first_day, max(date) as last_day
        from {{ source('config', 'calendar') }}
        group by {{ period }}_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

currencies as (
    select source, record_id, {{ json_text('payload', "'$.code'") }} as code
    from ({{ record_versions(source('raw', 'pipedrive__currency')) }}) as versions
    where is_current
),

types as (
    select source, record_id, lower({{ json_text('payload', "'$.key_string'") }}) as type_key
    from ({{ record_versions(source('raw', 'pipedrive__activity_type'), ['update_time']) }}) as versions
    where is_current
)

select
    goals.source,
    concat(goals.record_id, ':', periods.period) as record_id,
    {{ derived_columns('goals.extracted_at', 'goals.load_seq') }},
    periods.period,
    case
        when goals.type = 'deals_won' and goals.metric = 'sum' then 'revenue'
        when goals.type = 'deals_won' then 'deals_won'
        when goals.type = 'deals_progressed' and goals.metric = 'quantity' then 'stage:' || stages.meaning
        when goals.type = 'activities_completed' and types.type_key in ('call', 'email', 'meeting') then 'activity:' || types.type_key
    end as measure,
    goals.target as quota,
    cast(null as double) as weight,
    case when goals.assignee_type = 'person' then goals.assignee end as owner,
    case when goals.assignee_type = 'team' then concat('team ', goals.assignee) end as team,
    coalesce(currencies.code, companies.currency) as currency
from goals
inner join periods
    on periods.interval_type = goals.interval_type
    and periods.first_day >= goals.starts_on
    and (goals.ends_on is null or periods.last_day <= goals.ends_on)
left join {{ ref('stg_pipedrive__stages') }} as stages on stages.source = goals.source and stages.stage = goals.stage
left join types on types.source = goals.source and types.record_id = goals.activity_type
left join currencies on currencies.source = goals.source and currencies.record_id = goals.currency_id
left join {{ ref('stg_pipedrive__companies') }} as companies on companies.source = goals.source
