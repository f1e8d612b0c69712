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
left join {{ ref('int_twins') }} as twins
    on twins.source = events.source
    and twins.record_type = case when events.deal_id is null then 'lead' else 'deal' end
    and twins.record_id = coalesce(events.deal_id, events.lead_id)
where twins.record_id is null and (events.valid_from_at is not null or events.valid_from_on is not null) and coalesce(events.deal_id, events.lead_id) is not null
