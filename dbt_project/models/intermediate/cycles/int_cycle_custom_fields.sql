{# One row per cycle and declared custom field of its deal or lead. #}
with fields as (select * from {{ ref('int_custom_fields') }})

select
    cycles.cycle_id,
    fields.source,
    fields.field,
    fields.is_segment,
    coalesce(
        case when fields.entity = 'deal' then {{ json_text('cycles.deal_custom', "concat('$.', fields.field)") }} end,
        case when fields.entity = 'lead' then {{ json_text('cycles.lead_custom', "concat('$.', fields.field)") }} end
    ) as value
from {{ ref('int_cycles') }} as cycles
inner join fields on fields.source = cycles.source and fields.entity in ('deal', 'lead')
