{#
    Every change of a stage, pipeline, status or owner that any landed timeline tells of: how far back they go is not
    documented, so what one once showed is kept. One row per record, field and change; one without a change for a record of
    which only is known that it had none.
#}
{{ config(unique_key=['source', 'object', 'record_id']) }}

with landed as (
    select rows_of.*
    from {{ source('raw', 'zoho__timeline') }} as rows_of
    {% if is_incremental() %}
        inner join (
            select distinct source, record_id
            from {{ source('raw', 'zoho__timeline') }} as newly_landed
            where load_seq > (select coalesce(max(load_seq), -1) from {{ this }})
        ) as touched on touched.source = rows_of.source and touched.record_id = rows_of.record_id
    {% endif %}
    where not coalesce(rows_of.is_deleted, false)
),

opened as (
    select
        source,
        {{ list_item(split_text('record_id', ':'), 1) }} as object,
        {{ list_item(split_text('record_id', ':'), 2) }} as record_id,
        {{ json_text('payload', "'$.__timeline'") }} as entries,
        extracted_at,
        load_seq
    from landed
),

entries as (
    {{ json_each('opened', 'entries', ['source', 'object', 'record_id', 'extracted_at', 'load_seq']) }}
),

events as (
    select
        source, object, record_id, extracted_at, load_seq,
        {{ json_texts('item', ['$.audited_time', '$.field_history']) }} as texts
    from entries
),

dated as (
    select
        source, object, record_id, extracted_at, load_seq,
        {{ as_instant(list_item('texts', 1)) }} as changed_at,
        case when left({{ list_item('texts', 2) }}, 1) = '[' then {{ list_item('texts', 2) }} end as changes
    from events
),

changes as (
    {{ json_each('dated', 'changes', ['source', 'object', 'record_id', 'extracted_at', 'load_seq', 'changed_at']) }}
),

named as (
    select
        source, object, record_id, extracted_at, load_seq, changed_at,
        {{ json_texts('item', ['$.api_name', '$._value.old', '$._value.new']) }} as texts
    from changes
),

told as (
    select
        source, object, record_id, extracted_at, load_seq,
        cast(null as varchar) as field,
        cast(null as varchar) as old_value,
        cast(null as varchar) as new_value,
        cast(null as timestamptz) as changed_at
    from opened
    union all
    select
        source, object, record_id, extracted_at, load_seq,
        case {{ list_item('texts', 1) }} when 'Owner' then 'owner' when 'Pipeline' then 'pipeline' else 'stage' end,
        {{ zoho_value(list_item('texts', 2)) }},
        {{ zoho_value(list_item('texts', 3)) }},
        changed_at
    from named
    where changed_at is not null
        and {{ list_item('texts', 1) }} in ('Owner', 'Pipeline', case object when 'deal' then 'Stage' else 'Lead_Status' end)
)

select
    source,
    object,
    record_id,
    field,
    old_value,
    new_value,
    changed_at,
    min(extracted_at) as extracted_at,
    max(load_seq) as load_seq
from told
group by source, object, record_id, field, old_value, new_value, changed_at
