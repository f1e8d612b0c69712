{# Products: variants under the name of what they are variants of, the first of them standing for it. #}
with variants as (
    {{ tryton_records(source('raw', 'tryton__product'), ['template', 'code']) }}
),

templates as (
    select * from ({{ tryton_records(source('raw', 'tryton__template'), ['name', 'code']) }}) as versions where is_current
),

named as (
    select
        variants.*,
        coalesce(templates.name, variants.code) as name,
        row_number() over (
            partition by variants.source, coalesce(templates.name, variants.code), variants.is_current, variants.is_deleted
            order by {{ as_number('variants.record_id') }}
        ) as place_of_name
    from variants
    left join templates on templates.source = variants.source and templates.record_id = variants.template
)

select
    {{ version_columns('named') }},
    case when place_of_name = 1 or not is_current then name end as product,
    name,
    cast(null as double) as list_price,
    cast(null as double) as unit_cost,
    cast(null as varchar) as category
from named
