{#
    The changelogs of deals, change by change: `place` counts from the oldest one, so that it stays as the changelog grows.
    It comes newest first, which tells apart what happened in one second.
#}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__deal_change')) }}
),

logs as (
    select source, record_id, extracted_at, load_seq, {{ json_text('payload', "'$.data'") }} as changes
    from versions
    where is_current and not coalesce(is_deleted, false)
),

changes as (
    {{ json_each_placed('logs', 'changes', ['source', 'record_id', 'extracted_at', 'load_seq']) }}
),

opened as (
    select *, {{ json_texts('item', ['$.field_key', '$.old_value', '$.new_value', '$.time']) }} as texts
    from changes
)

select
    source,
    record_id,
    row_number() over (
        partition by source, record_id order by {{ as_instant(list_item('texts', 4)) }}, place desc
    ) as place,
    case {{ list_item('texts', 1) }}
        when 'stage_id' then 'stage'
        when 'user_id' then 'owner'
        when 'owner_id' then 'owner'
        when 'pipeline_id' then 'pipeline'
        else {{ list_item('texts', 1) }}
    end as field,
    nullif(trim({{ list_item('texts', 2) }}), '') as old_value,
    nullif(trim({{ list_item('texts', 3) }}), '') as new_value,
    {{ as_instant(list_item('texts', 4)) }} as changed_at,
    extracted_at,
    load_seq
from opened
where {{ as_instant(list_item('texts', 4)) }} is not null
