{# Products of opportunities. One row per version of a line. #}
with lines as (
    select * from {{ ref('base_salesforce__members') }} where object = 'opportunity_line_item'
),

products as (select * from {{ ref('stg_salesforce__products') }} where is_current and not is_deleted)

select
    {{ version_columns('lines') }},
    lines.opportunityid as deal_id,
    coalesce(products.name, lines.name) as product,
    {{ as_number('lines.quantity') }} as quantity,
    coalesce(
        {{ as_number('lines.totalprice') }}, coalesce({{ as_number('lines.quantity') }}, 1) * {{ as_number('lines.unitprice') }}
    ) as amount
from lines
left join products on products.source = lines.source and products.record_id = lines.product2id
