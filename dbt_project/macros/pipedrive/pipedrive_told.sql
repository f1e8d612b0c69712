{#
    What is told of where deals were: the CTEs `changes` to `told` (source, record_id, changed_at, place, field, value) over the
    CTE `deals`, stages and statuses apart. Of what has a changelog its first values hold from the creation on; of what has
    none, what the deal itself says of when it moved last and ended.
#}
{% macro pipedrive_told() -%}
changes as (
    select changes.*
    from {{ ref('base_pipedrive__changes') }} as changes
    inner join deals on deals.source = changes.source and deals.record_id = changes.record_id
    where changes.field in ('stage', 'status')
),

firsts as (
    select
        source,
        record_id,
        {{ value_of_least("case when field = 'stage' then old_value end", "case when field = 'stage' then place end") }} as stage,
        {{ value_of_least("case when field = 'status' then old_value end", "case when field = 'status' then place end") }} as status,
        max(case when field = 'stage' then 1 else 0 end) = 1 as has_stages,
        max(case when field = 'status' then 1 else 0 end) = 1 as has_statuses
    from changes
    group by source, record_id
),

known as (
    select
        deals.*,
        firsts.stage as first_stage,
        firsts.status as first_status,
        coalesce(firsts.has_stages, false) as has_stages,
        coalesce(firsts.has_statuses, false) as has_statuses,
        {{ as_instant('coalesce(deals.won_time, deals.lost_time, deals.close_time)') }} as ended_at
    from deals
    left join firsts on firsts.source = deals.source and firsts.record_id = deals.record_id
),

told as (
    select source, record_id, changed_at, place, field, new_value as value, extracted_at, load_seq from changes
    union all
    select
        source, record_id, created_at, 0, 'stage',
        case when has_stages then first_stage when stage_change_time is null then stage_id end, extracted_at, load_seq
    from known
    union all
    select
        source, record_id, created_at, 0, 'status',
        case when has_statuses then first_status when status in ('won', 'lost') and ended_at is null then status else 'open' end,
        extracted_at, load_seq
    from known
    union all
    select source, record_id, {{ as_instant('stage_change_time') }}, 1, 'stage', stage_id, extracted_at, load_seq
    from known
    where not has_stages and stage_change_time is not null
    union all
    select source, record_id, ended_at, 2, 'status', status, extracted_at, load_seq
    from known
    where not has_statuses and status in ('won', 'lost') and ended_at is not null
)
{%- endmacro %}
