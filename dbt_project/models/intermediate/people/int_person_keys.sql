{# Whose a personal e-mail address is. #}
select email_key, min(person_id) as person_id
from {{ ref('int_person_records') }}
where email_key is not null
group by email_key
