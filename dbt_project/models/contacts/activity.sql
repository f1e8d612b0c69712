select source, activity_id, email, note
from {{ ref('int_activities') }}
where email is not null or note is not null
