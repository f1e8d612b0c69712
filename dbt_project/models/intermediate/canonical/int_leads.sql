{# A lead that was created after as_of does not exist yet; one that another source has too is there once (int_twins). #}
with settings as (select * from {{ ref('int_settings') }}),

overrides as (select * from {{ ref('int_overrides') }} where entity = 'lead'),

listed as (
    {{ current_of_all_systems('leads', [
        'lead_id', 'created_at', 'created_on', 'first_contact_at', 'first_contact_on', 'name', 'email', 'phone', 'company',
        'lead_source', 'campaign', 'owner', 'status', 'pipeline', 'deal_id', 'referred_by', 'opted_out', 'person_ref', 'account',
        'record_url', 'custom',
    ], 'lead_id') }}
)

select
    listed.source,
    listed.lead_id,
    listed.deal_id as deal_ref,
    coalesce(overrides.owner, listed.owner) as owner_ref,
    listed.referred_by,
    listed.name,
    listed.email,
    listed.phone,
    listed.company,
    listed.person_ref,
    coalesce(listed.account, listed.company) as account_ref,
    coalesce(overrides.lead_source, listed.lead_source) as lead_source,
    listed.campaign,
    coalesce(overrides.status, overrides.stage, listed.status) as status,
    listed.pipeline,
    listed.record_url,
    listed.opted_out,
    listed.custom,
    {{ resolved('listed', 'created') }},
    {{ resolved('listed', 'first_contact') }},
    listed.extracted_at,
    greatest(listed.load_seq, coalesce(overrides.load_seq, listed.load_seq)) as load_seq
from listed
cross join settings
left join overrides on overrides.id = listed.lead_id
left join {{ ref('int_twins') }} as twins
    on twins.record_type = 'lead' and twins.source = listed.source and twins.record_id = listed.lead_id
where {{ exists_by_now('listed', 'created') }} and twins.record_id is null
