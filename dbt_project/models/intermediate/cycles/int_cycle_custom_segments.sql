{# Every cycle has exactly one value of each custom segment, whichever source declared it. #}
with segments as (
    select distinct field from {{ ref('int_custom_fields') }} where is_segment
),

known as (
    select cycle_id, field, max(value) as value
    from {{ ref('int_cycle_custom_fields') }}
    where is_segment
    group by cycle_id, field
)

select
    cycles.cycle_id,
    segments.field as segment,
    coalesce(known.value, '(unknown)') as segment_value
from {{ ref('int_cycles') }} as cycles
cross join segments
left join known on known.cycle_id = cycles.cycle_id and known.field = segments.field
