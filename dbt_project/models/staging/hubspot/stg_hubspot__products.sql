{# The product library. Names serve as keys, so of two products with one name the earlier stands for both. #}
with versions as (
    {{ hubspot_objects(source('raw', 'hubspot__product'), ['name', 'price', 'hs_cost_of_goods_sold']) }}
),

fields as (
    {{ hubspot_fields('versions', 'product', ['category', 'unit_cost', 'list_price']) }}
),

named as (
    select
        *,
        row_number() over (
            partition by source, name, is_current, is_deleted order by {{ as_number('record_id') }}, record_id
        ) as place_of_name
    from versions
)

select
    {{ version_columns('named') }},
    case when named.place_of_name = 1 or not named.is_current then named.name end as product,
    named.name,
    {{ as_number('coalesce(fields.list_price, named.price)') }} as list_price,
    {{ as_number('coalesce(fields.unit_cost, named.hs_cost_of_goods_sold)') }} as unit_cost,
    fields.category
from named
left join fields
    on fields.source = named.source
    and fields.record_id = named.record_id
    and fields.version_number = named.version_number
