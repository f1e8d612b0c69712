{# Revenue items of the opportunities that are there, under the name of their product. One row per item. #}
select
    lines.source,
    coalesce(lines.revenue_id, concat(lines.deal_id, ':', lines.place)) as record_id,
    {{ derived_columns('lines.extracted_at', 'lines.load_seq') }},
    lines.deal_id,
    coalesce(products.name, lines.product) as product,
    lines.quantity,
    lines.amount
from {{ ref('stg_oracle__children') }} as lines
inner join {{ ref('base_oracle__opportunities') }} as deals
    on deals.source = lines.source and deals.record_id = lines.deal_id and deals.is_current and not deals.is_deleted
left join {{ ref('stg_oracle__products') }} as products
    on products.source = lines.source and products.record_id = lines.product_id and products.is_current and not products.is_deleted
where lines.kind = 'revenue'
