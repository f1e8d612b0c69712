{#
    The stage history of the deals and leads that are there, that of what was merged into them included. An event's
    pipeline is the one that has its stage, else the one that the record was in. What the record says today comes last:
    of changes at one instant, and where its history ends with something else as one event more, from when it changed.
#}
with placed as (
    select
        *,
        last_value(case when property = 'pipeline' then value end ignore nulls) over (
            partition by object, source, record_id, original_id
            order by changed_at, case when property = 'pipeline' then 0 else 1 end
            rows between unbounded preceding and current row
        ) as pipeline_then
    from {{ ref('stg_hubspot__changes') }}
    where property <> 'owner' and value is not null
),

changes as (
    select
        *,
        value as stage,
        coalesce(pipeline_then, pipeline_now) as pipeline,
        coalesce(value = stage_now, false) as is_of_today,
        max(changed_at) over (partition by object, source, record_id) as ends_at,
        count(*) over (partition by object, source, record_id, changed_at) as at_once
    from placed
    where property <> 'pipeline'
),

overtaken as (
    select
        object, source, record_id, stage_now as stage, max(pipeline_now) as pipeline, max(modified_at) as modified_at,
        max(ends_at) as ends_at, max(record_extracted_at) as extracted_at, max(record_load_seq) as load_seq
    from changes
    where changed_at = ends_at and object <> 'contact'
    group by object, source, record_id, stage_now
    having max(case when is_of_today then 1 else 0 end) = 0
),

events as (
    select
        object, source, record_id, original_id, stage, pipeline, changed_at, extracted_at, load_seq,
        case when changed_at = ends_at and at_once > 1 then case when is_of_today then 2.0 else 1.0 end end as sequence
    from changes
    union all
    select
        object, source, record_id, record_id, stage, pipeline, greatest(modified_at, ends_at), extracted_at, load_seq, 3.0
    from overtaken
    where stage is not null and modified_at is not null
),

only_pipelines as (
    select source, stage, min(pipeline) as pipeline
    from {{ ref('stg_hubspot__stages') }}
    where pipeline is not null
    group by source, stage
    having count(distinct pipeline) = 1
)

select
    events.source,
    {{ hashed_id(['events.object', 'events.original_id', 'events.stage', 'events.changed_at']) }} as record_id,
    {{ derived_columns('events.extracted_at', 'events.load_seq') }},
    case when events.object = 'deal' then events.record_id end as deal_id,
    case when events.object <> 'deal' then events.record_id end as lead_id,
    events.stage,
    cast(null as varchar) as mapped_stage,
    events.changed_at as entered_at,
    cast(null as date) as entered_on,
    cast(events.sequence as double) as sequence,
    case when events.object <> 'contact' then coalesce(only_pipelines.pipeline, events.pipeline) end as pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from events
left join only_pipelines on only_pipelines.source = events.source and only_pipelines.stage = events.stage
