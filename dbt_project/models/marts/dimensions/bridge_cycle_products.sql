{# All products of a deal: its lines, else the product on the deal itself. Amounts are in the deal's currency. #}
with records as (select * from {{ ref('int_cycle_records') }} where record_type = 'deal'),

deals as (select * from {{ ref('int_deals') }}),

lines as (
    select source, deal_id, product, sum(quantity) as quantity, sum(amount) as amount
    from {{ ref('int_deal_lines') }}
    where product is not null
    group by source, deal_id, product
),

with_lines as (select distinct source, deal_id from lines),

products as (
    select source, deal_id, product, quantity, amount from lines
    union all
    select deals.source, deals.deal_id, deals.product_ref, null, deals.amount
    from deals
    left join with_lines on with_lines.source = deals.source and with_lines.deal_id = deals.deal_id
    where with_lines.deal_id is null and deals.product_ref is not null
),

final as (
    select
        records.cycle_id,
        products.source,
        products.deal_id,
        products.product,
        products.quantity,
        products.amount,
        products.amount / nullif(sum(products.amount) over (partition by products.source, products.deal_id), 0) as share
    from products
    inner join records on records.source = products.source and records.record_id = products.deal_id
)

select * from final
