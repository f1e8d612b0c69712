{# What an opportunity is about; its lines have no price. One row per version of a line. #}
select
    {{ version_columns('lines') }},
    lines.opportunity as deal_id,
    products.name as product,
    {{ as_number('lines.quantity') }} as quantity,
    cast(null as double) as amount
from {{ ref('base_tryton__lines') }} as lines
left join {{ ref('stg_tryton__products') }} as products
    on products.source = lines.source and products.record_id = lines.product and products.is_current and not products.is_deleted
