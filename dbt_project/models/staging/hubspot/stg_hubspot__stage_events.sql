{#
    The stage history of the deals and leads that are there, that of what was merged into them included. An event's
    pipeline is the one that has its stage, else the one that the record was in. What the record says today comes last:
    where its history ends with something else, it has one event more, from when the record changed.
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
),

changes as (
    select
        records.object,
        records.source,
        records.record_id,
        records.pipeline as pipeline_now,
        histories.record_id as original_id,
        case when histories.property = 'pipeline' then 'pipeline' else 'stage' end as property,
        histories.value,
        histories.changed_at,
        histories.extracted_at,
        histories.load_seq
    from {{ ref('base_hubspot__histories') }} as histories
    left join merges
        on merges.source = histories.source
        and merges.object = histories.object
        and merges.absorbed_id = histories.record_id
    inner join records
        on records.source = histories.source
        and records.object = histories.object
        and records.record_id = coalesce(merges.survivor_id, histories.record_id)
    where histories.property <> 'owner'
        and histories.value is not null
        and (records.begins_at is null or histories.changed_at >= records.begins_at)
),

placed as (
    select
        *,
        last_value(case when property = 'pipeline' then value end ignore nulls) over (
            partition by object, source, record_id, original_id order by changed_at, property
            rows between unbounded preceding and current row
        ) as pipeline_then
    from changes
),

events as (
    select
        object, source, record_id, original_id, value as stage, coalesce(pipeline_then, pipeline_now) as pipeline,
        changed_at, extracted_at, load_seq
    from placed
    where property = 'stage'
),

ends as (
    select object, source, record_id, max(changed_at) as changed_at, {{ value_of_most('stage', 'changed_at') }} as stage
    from events
    group by object, source, record_id
),

final_events as (
    select * from events
    union all
    select
        records.object, records.source, records.record_id, records.record_id, records.stage, records.pipeline,
        greatest(records.modified_at, ends.changed_at), records.extracted_at, records.load_seq
    from records
    inner join ends
        on ends.object = records.object and ends.source = records.source and ends.record_id = records.record_id
    where records.stage <> ends.stage and records.modified_at is not null and records.object <> 'contact'
),

only_pipelines as (
    select source, stage, min(pipeline) as pipeline
    from {{ ref('stg_hubspot__stages') }}
    where pipeline is not null
    group by source, stage
    having count(distinct pipeline) = 1
)

select
    final_events.source,
    {{ hashed_id(['final_events.object', 'final_events.original_id', 'final_events.stage', 'final_events.changed_at']) }} as record_id,
    {{ derived_columns('final_events.extracted_at', 'final_events.load_seq') }},
    case when final_events.object = 'deal' then final_events.record_id end as deal_id,
    case when final_events.object <> 'deal' then final_events.record_id end as lead_id,
    final_events.stage,
    cast(null as varchar) as mapped_stage,
    final_events.changed_at as entered_at,
    cast(null as date) as entered_on,
    cast(null as double) as sequence,
    case when final_events.object <> 'contact' then coalesce(only_pipelines.pipeline, final_events.pipeline) end as pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from final_events
left join only_pipelines
    on only_pipelines.source = final_events.source and only_pipelines.stage = final_events.stage
