{#
    Whom each record is associated with now: one row per record and other record, and one with no other record where
    it has none, so that an association that is gone replaces those before it.
#}

with versions as (
    {{ record_versions(source('raw', 'hubspot__association')) }}
),

current_of as (
    select *
    from (
        select
            source,
            record_id,
            parent_id,
            is_deleted,
            load_seq,
            extracted_at,
            {{ json_texts('payload', ['$.from.id', '$.to']) }} as texts,
            {{ json_texts('context', ['$.from', '$.to']) }} as ends
        from versions
        where is_current
    ) as opened
),

sides as (
    select
        source,
        record_id,
        parent_id,
        load_seq,
        extracted_at,
        {{ list_item('texts', 1) }} as payload_from,
        case when not coalesce(is_deleted, false) then {{ list_item('texts', 2) }} end as others,
        {{ list_item('ends', 1) }} as context_from,
        {{ list_item('ends', 2) }} as context_to
    from current_of
),

other_records as (
    {{ json_each('sides', 'others', ['source', 'record_id']) }}
),

opened as (
    select source, record_id, {{ json_texts('item', ['$.toObjectId', '$.associationTypes']) }} as texts
    from other_records
),

others as (
    select source, record_id, {{ list_item('texts', 1) }} as to_id, {{ list_item('texts', 2) }} as kinds
    from opened
    where {{ list_item('texts', 1) }} is not null
),

kinds as (
    {{ json_each('others', 'kinds', ['source', 'record_id', 'to_id']) }}
),

named_kinds as (
    select source, record_id, to_id, {{ json_texts('item', ['$.category', '$.typeId', '$.label']) }} as texts
    from kinds
),

-- the vendor's own types of a primary company of a deal (5) and a primary contact of a lead (578)
primary_of as (
    select
        source,
        record_id,
        to_id,
        max(case
            when lower({{ list_item('texts', 3) }}) like '%primary%' then 1
            when {{ list_item('texts', 1) }} = 'HUBSPOT_DEFINED' and {{ list_item('texts', 2) }} in ('5', '578') then 1
            else 0
        end) = 1 as is_primary
    from named_kinds
    group by source, record_id, to_id
),

distinct_others as (select distinct source, record_id, to_id from others)

select
    sides.source,
    sides.record_id,
    coalesce(sides.context_from, {{ list_item(split_text('sides.record_id', ':'), 1) }}) as from_type,
    coalesce(sides.payload_from, sides.parent_id, {{ list_item(split_text('sides.record_id', ':'), 2) }}) as from_id,
    coalesce(sides.context_to, {{ list_item(split_text('sides.record_id', ':'), 3) }}) as to_type,
    distinct_others.to_id,
    coalesce(primary_of.is_primary, false) as is_primary,
    sides.extracted_at,
    sides.load_seq
from sides
left join distinct_others on distinct_others.source = sides.source and distinct_others.record_id = sides.record_id
left join primary_of
    on primary_of.source = distinct_others.source
    and primary_of.record_id = distinct_others.record_id
    and primary_of.to_id = distinct_others.to_id
