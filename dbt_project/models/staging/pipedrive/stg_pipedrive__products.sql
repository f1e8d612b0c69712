{# The price list, at its first price. Names serve as keys, so of two products with one name the earlier stands for both. #}
with versions as (
    {{ pipedrive_records(source('raw', 'pipedrive__product'), ['name', 'category', 'prices']) }}
),

fields as ({{ pipedrive_fields('versions', 'product', ['category', 'unit_cost', 'list_price']) }}),

named as (
    select
        *,
        {{ json_text('prices', "'$[0].price'") }} as list_price,
        {{ json_text('prices', "'$[0].cost'") }} as unit_cost,
        row_number() over (
            partition by source, name, is_current, is_deleted order by {{ as_number('record_id') }}, record_id
        ) as place_of_name
    from versions
)

select
    {{ version_columns('named') }},
    case when named.place_of_name = 1 or not named.is_current then named.name end as product,
    named.name,
    {{ as_number('coalesce(fields.list_price, named.list_price)') }} as list_price,
    {{ as_number('coalesce(fields.unit_cost, named.unit_cost)') }} as unit_cost,
    coalesce(fields.category, named.category) as category
from named
left join fields
    on fields.source = named.source
    and fields.record_id = named.record_id
    and fields.version_number = named.version_number
