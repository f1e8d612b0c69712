{# Who owned the deals and leads that are there, and when; an owner that is null was taken off. #}
with merges as (select * from {{ ref('stg_hubspot__merges') }}),

records as (
    select 'deal' as object, source, deal_id as record_id
    from {{ ref('stg_hubspot__deals') }}
    where is_current and not is_deleted
    union all
    select case when lead_contacts.contact_id is null then 'lead' else 'contact' end, leads.source, leads.lead_id
    from {{ ref('stg_hubspot__leads') }} as leads
    left join {{ ref('stg_hubspot__lead_contacts') }} as lead_contacts
        on lead_contacts.source = leads.source and lead_contacts.contact_id = leads.lead_id
    where leads.is_current and not leads.is_deleted
),

changes as (
    select records.record_id as survivor_id, histories.*
    from {{ ref('base_hubspot__histories') }} as histories
    left join merges
        on merges.source = histories.source
        and merges.object = histories.object
        and merges.absorbed_id = histories.record_id
    inner join records
        on records.source = histories.source
        and records.object = histories.object
        and records.record_id = coalesce(merges.survivor_id, histories.record_id)
    where histories.property = 'owner'
)

select
    source,
    {{ hashed_id(['object', 'record_id', "'owner'", 'value', 'changed_at']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    case when object = 'deal' then survivor_id end as deal_id,
    case when object <> 'deal' then survivor_id end as lead_id,
    value as owner,
    changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from changes
