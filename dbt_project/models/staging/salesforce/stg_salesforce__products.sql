{#
    Products, with their prices in the standard price book. Names serve as keys, so of two products with one name the
    earlier stands for both. One row per version of a product.
#}
with versions as (
    {{ salesforce_objects(source('raw', 'salesforce__product'), ['Name', 'Family']) }}
),

fields as (
    {{ configured_fields('versions', 'product', ['category', 'unit_cost', 'list_price']) }}
),

entries as (
    select source, record_id, {{ json_texts('payload', ['$.Product2Id', '$.UnitPrice', '$.IsActive']) }} as texts
    from ({{ record_versions(source('raw', 'salesforce__pricebook_entry')) }}) as entries
    where is_current and not is_deleted
),

-- a product may have a price per currency: with several it has none that goes by itself
prices as (
    select source, {{ list_item('texts', 1) }} as product_id, max({{ as_number(list_item('texts', 2)) }}) as price
    from entries
    where {{ list_item('texts', 3) }} = 'true'
    group by source, {{ list_item('texts', 1) }}
    having count(*) = 1
),

named as (
    select
        *,
        row_number() over (partition by source, name, is_current, is_deleted order by createddate, record_id) as place_of_name
    from versions
)

select
    {{ version_columns('named') }},
    case when named.place_of_name = 1 or not named.is_current then named.name end as product,
    named.name,
    coalesce({{ as_number('fields.list_price') }}, prices.price) as list_price,
    {{ as_number('fields.unit_cost') }} as unit_cost,
    coalesce(fields.category, named.family) as category
from named
left join fields
    on fields.source = named.source
    and fields.record_id = named.record_id
    and fields.version_number = named.version_number
left join prices on prices.source = named.source and prices.product_id = named.record_id
