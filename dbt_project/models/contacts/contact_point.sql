select
    person_id,
    kind,
    cast(contact_number as integer) as contact_number,
    raw_value,
    normalized
from {{ ref('int_person_contact_points') }}
where raw_value is not null
