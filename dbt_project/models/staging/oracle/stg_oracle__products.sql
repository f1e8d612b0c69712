{# Products. Names serve as keys, so of two products with one name the earlier stands for both. #}
with versions as (
    {{ oracle_records(source('raw', 'oracle__product'), ['ItemNumber']) }}
),

fields as (
    {{ oracle_fields('versions', 'product', ['name', 'category', 'unit_cost', 'list_price']) }}
),

named as (
    select
        versions.*,
        coalesce(fields.name, versions.itemnumber) as name,
        fields.category,
        fields.unit_cost,
        fields.list_price,
        row_number() over (
            partition by versions.source, coalesce(fields.name, versions.itemnumber), versions.is_current, versions.is_deleted
            order by {{ as_number('versions.record_id') }}
        ) as place_of_name
    from versions
    left join fields
        on fields.source = versions.source
        and fields.record_id = versions.record_id
        and fields.version_number = versions.version_number
)

select
    {{ version_columns('named') }},
    case when place_of_name = 1 or not is_current then name end as product,
    name,
    {{ as_number('list_price') }} as list_price,
    {{ as_number('unit_cost') }} as unit_cost,
    category
from named
