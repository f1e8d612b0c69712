with settings as (select * from {{ ref('int_settings') }}),

activities as (
    {{ current_of_all_systems('activities', [
        'activity_id', 'kind', 'occurred_at', 'occurred_on', 'deal_id', 'lead_id', 'person_ref', 'email', 'owner', 'direction', 'outcome', 'note',
    ], 'kind') }}
)

select
    activities.source,
    coalesce(activities.activity_id, activities.record_id) as activity_id,
    activities.deal_id,
    activities.lead_id,
    activities.person_ref,
    activities.email,
    activities.owner as owner_ref,
    lower(activities.kind) as kind,
    lower(activities.direction) as direction,
    activities.outcome,
    activities.note,
    {{ resolved('activities', 'occurred') }},
    activities.load_seq
from activities
cross join settings
