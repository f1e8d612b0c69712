{# The products. Names serve as keys, so of two products with one name the earlier stands for both. #}
with versions as (
    {{ zoho_records(source('raw', 'zoho__product'), ['Product_Name']) }}
),

fields as (
    {{ zoho_fields('versions', 'product', ['category', 'unit_cost', 'list_price']) }}
),

named as (
    select
        *,
        row_number() over (
            partition by source, product_name, is_current, is_deleted order by {{ as_number('record_id') }}, record_id
        ) as place_of_name
    from versions
)

select
    {{ version_columns('named') }},
    case when named.place_of_name = 1 or not named.is_current then named.product_name end as product,
    named.product_name as name,
    {{ as_number('fields.list_price') }} as list_price,
    {{ as_number('fields.unit_cost') }} as unit_cost,
    fields.category
from named
left join fields
    on fields.source = named.source
    and fields.record_id = named.record_id
    and fields.version_number = named.version_number
