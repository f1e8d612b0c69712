{#
    The histories of the deals and leads that are there, those of what was merged into them included, each change beside
    what its record says today.
#}
with merges as (select * from {{ ref('stg_hubspot__merges') }}),

records as (
    select
        'deal' as object, source, deal_id as record_id, stage, pipeline, modified_at, extracted_at, load_seq,
        cast(null as timestamptz) as begins_at
    from {{ ref('stg_hubspot__deals') }}
    where is_current and not is_deleted
    union all
    select
        case when lead_contacts.contact_id is null then 'lead' else 'contact' end,
        leads.source, leads.lead_id, leads.status, leads.pipeline, leads.modified_at, leads.extracted_at, leads.load_seq,
        -- what a contact was before it was a lead is of no cycle
        lead_contacts.lead_since
    from {{ ref('stg_hubspot__leads') }} as leads
    left join {{ ref('stg_hubspot__lead_contacts') }} as lead_contacts
        on lead_contacts.source = leads.source and lead_contacts.contact_id = leads.lead_id
    where leads.is_current and not leads.is_deleted
)

select
    records.source,
    records.object,
    records.record_id,
    histories.record_id as original_id,
    histories.property,
    histories.value,
    histories.changed_at,
    histories.extracted_at,
    histories.load_seq,
    records.stage as stage_now,
    records.pipeline as pipeline_now,
    records.modified_at,
    records.extracted_at as record_extracted_at,
    records.load_seq as record_load_seq
from {{ ref('base_hubspot__histories') }} as histories
left join merges
    on merges.source = histories.source
    and merges.object = histories.object
    and merges.absorbed_id = histories.record_id
inner join records
    on records.source = histories.source
    and records.object = histories.object
    and records.record_id = coalesce(merges.survivor_id, histories.record_id)
where records.begins_at is null or histories.changed_at >= records.begins_at or histories.property = 'owner'
