{# Causes of dangling_reference: one row per source, entity and field. #}
with dangling as (
    select refs.*, sources.type
    from {{ ref('int_references') }} as refs
    left join {{ ref('int_sources') }} as sources on sources.source = refs.source
    where not refs.is_listed
),

ranked as (
    select
        *,
        count(*) over (partition by source, entity, field) as problems,
        row_number() over (partition by source, entity, field order by record_id, value) as place
    from dangling
)

select
    'dangling_reference' as kind,
    source,
    concat(entity, ' ', field) as cause,
    problems,
    record_id as example_id,
    cast(null as varchar) as example_url,
    case when type <> 'spreadsheet' then concat(
        'Correct ', field, ' of ', entity, ' ', record_id, ' in ', source, ': ', target, ' "', value, '" is not there.'
    ) else concat(
        'Add ', target, ' "', value, '" to the table of ', target, 's, or correct it in ', entity, ' ', record_id,
        '; if it is only written differently, map it under sources > ', source, ' > tables > ', entity,
        ', such as values: {', field, ': {"', value, '": "<as listed>"}}.'
    ) end as how_to_fix
from ranked
where place = 1
