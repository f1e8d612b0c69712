{# Line items, each of one deal. One row per version of a line item. #}
with line_items as (select * from {{ ref('base_hubspot__line_items') }}),

products as (select * from {{ ref('stg_hubspot__products') }} where is_current and not is_deleted),

-- a line that two deals name counts for the first of them
deals as (
    select source, to_id as line_item_id, from_id as deal_id
    from (
        select
            *,
            row_number() over (partition by source, to_id order by {{ as_number('from_id') }}, from_id) as preference
        from {{ ref('stg_hubspot__links') }}
        where from_type = 'deal' and to_type = 'line_item'
    ) as ranked
    where preference = 1
)

select
    {{ version_columns('line_items') }},
    deals.deal_id,
    coalesce(products.name, line_items.name) as product,
    {{ as_number('line_items.quantity') }} as quantity,
    coalesce(
        {{ as_number('line_items.amount') }}, coalesce({{ as_number('line_items.quantity') }}, 1) * {{ as_number('line_items.price') }}
    ) as amount
from line_items
left join deals on deals.source = line_items.source and deals.line_item_id = line_items.record_id
left join products on products.source = line_items.source and products.record_id = line_items.hs_product_id
