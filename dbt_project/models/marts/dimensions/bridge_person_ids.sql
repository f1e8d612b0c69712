{# Every id under which a person was, or would have been, known: an id kept from before a merge still finds its person. #}
select
    person_id,
    own_person_id as former_person_id,
    source,
    record_type,
    record_id
from {{ ref('int_person_records') }}
