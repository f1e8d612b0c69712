{# Who worked on the opportunities that are there, and when; an employee that is null was taken off. #}
select
    source,
    {{ hashed_id(["'employee'", 'record_id']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    deal_id,
    cast(null as varchar) as lead_id,
    employee as owner,
    changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from {{ ref('stg_tryton__changes') }}
where is_new_employee
