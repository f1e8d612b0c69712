with settings as (select * from {{ ref('int_settings') }}),

events as (
    {{ current_of_all_systems('owner_events', ['deal_id', 'lead_id', 'owner', 'valid_from_at', 'valid_from_on'], 'record_id') }}
)

select
    events.source,
    events.deal_id,
    events.lead_id,
    events.owner as owner_ref,
    {{ resolved('events', 'valid_from') }},
    events.record_id,
    events.load_seq
from events
cross join settings
where (events.valid_from_at is not null or events.valid_from_on is not null) and coalesce(events.deal_id, events.lead_id) is not null
