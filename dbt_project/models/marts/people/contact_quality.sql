{# Rows are numbered, not keyed by the value: a hash of a phone number is as good as the number. #}
with contact_points as (select * from {{ ref('int_person_contact_points') }})

select
    person_id,
    kind,
    cast(contact_number as integer) as contact_number,
    {{ mask_contact('kind', 'coalesce(normalized, raw_value)') }} as value_masked,
    is_valid,
    reason,
    is_role,
    is_disposable,
    is_duplicate,
    number_type,
    number_region as region,
    checked_at
from contact_points
