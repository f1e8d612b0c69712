{#
    What hangs on opportunities now: stage snapshots, revenue items, contacts and leads, as the pod calls them. Depending on the
    framework's version a list is one, or an object with items. One row per child.
#}
with parents as (
    select * from ({{ record_versions(source('raw', 'oracle__opportunity_child')) }}) as versions
    where is_current and not coalesce(is_deleted, false)
),

names as (select * from {{ source('config', 'field_map') }} where entity = 'child'),

lists as (
    select
        parents.source,
        parents.record_id as deal_id,
        names.field as kind,
        coalesce(
            {{ json_text('parents.payload', "concat('$.\"', names.property, '\".items')") }},
            {{ json_text('parents.payload', "concat('$.\"', names.property, '\"')") }}
        ) as items,
        parents.extracted_at,
        parents.load_seq
    from parents
    inner join names on names.source = parents.source
),

children as (
    {{ json_each('lists', 'items', ['source', 'deal_id', 'kind', 'extracted_at', 'load_seq']) }}
),

opened as (
    select
        *,
        {{ json_texts('item', [
            '$.OptyStgSnapshotId', '$.StgId', '$.StgEnterDate', '$.StgExitDate', '$.PERPartyId', '$.PrimaryFlag', '$.LeadId',
            '$.RevnId', '$.InventoryItemId', '$.Description', '$.Quantity', '$.RevnAmount', '$.OptyConId',
        ]) }} as texts
    from children
)

select
    source,
    deal_id,
    kind,
    row_number() over (
        partition by source, deal_id, kind
        order by
            {{ as_number('coalesce(' ~ list_item('texts', 1) ~ ', ' ~ list_item('texts', 8) ~ ', ' ~ list_item('texts', 13) ~ ')') }},
            item
    ) as place,
    {{ list_item('texts', 2) }} as stage,
    {{ as_instant(list_item('texts', 3)) }} as entered_at,
    {{ as_instant(list_item('texts', 4)) }} as exited_at,
    {{ list_item('texts', 5) }} as contact_id,
    {{ oracle_flag(list_item('texts', 6)) }} as is_primary,
    {{ list_item('texts', 7) }} as lead_id,
    {{ list_item('texts', 8) }} as revenue_id,
    {{ list_item('texts', 9) }} as product_id,
    {{ list_item('texts', 10) }} as product,
    {{ as_number(list_item('texts', 11)) }} as quantity,
    {{ as_number(list_item('texts', 12)) }} as amount,
    item,
    extracted_at,
    load_seq
from opened
