{# The products on each deal; a line that was switched off counts for nothing. One row per deal and line. #}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__deal_product')) }}
),

held as (
    select source, record_id as deal_id, extracted_at, load_seq, {{ json_text('payload', "'$.lines'") }} as lines
    from versions
    where is_current and not coalesce(is_deleted, false)
),

items as (
    {{ json_each('held', 'lines', ['source', 'deal_id', 'extracted_at', 'load_seq']) }}
),

opened as (
    select *, {{ json_texts('item', ['$.id', '$.product_id', '$.name', '$.quantity', '$.item_price', '$.sum', '$.is_enabled']) }} as texts
    from items
),

products as (select * from {{ ref('stg_pipedrive__products') }} where is_current and not is_deleted)

select
    opened.source,
    {{ list_item('opened.texts', 1) }} as record_id,
    {{ derived_columns('opened.extracted_at', 'opened.load_seq') }},
    opened.deal_id,
    coalesce(products.name, {{ list_item('opened.texts', 3) }}) as product,
    {{ as_number(list_item('opened.texts', 4)) }} as quantity,
    coalesce(
        {{ as_number(list_item('opened.texts', 6)) }},
        coalesce({{ as_number(list_item('opened.texts', 4)) }}, 1) * {{ as_number(list_item('opened.texts', 5)) }}
    ) as amount
from opened
left join products on products.source = opened.source and products.record_id = {{ list_item('opened.texts', 2) }}
where coalesce({{ list_item('opened.texts', 7) }}, 'true') <> 'false'
