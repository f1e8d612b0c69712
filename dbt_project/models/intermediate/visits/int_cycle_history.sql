{# The stage history of each touched cycle, mapped: a deal's own from its creation on, its lead's before. #}
with touched as (select * from {{ ref('int_touched_cycles') }}),

cycles as (
    select cycles.* from {{ ref('int_cycles') }} as cycles
    inner join touched on touched.cycle_id = cycles.cycle_id
),

linked as (
    select links.* from {{ ref('int_cycle_event_links') }} as links
    inner join touched on touched.cycle_id = links.cycle_id
),

first_deal_events as (
    select cycle_id, min(entered_at) as first_at from linked where record_type = 'deal' group by cycle_id
),

counted as (
    select linked.*, cycles.pipeline as deal_pipeline
    from linked
    inner join cycles on cycles.cycle_id = linked.cycle_id
    left join first_deal_events on first_deal_events.cycle_id = linked.cycle_id
    where linked.record_type = 'deal'
        or cycles.deal_id is null
        or coalesce(cycles.deal_created_at, first_deal_events.first_at, cycles.vendor_closed_at) is null
        or linked.entered_at < coalesce(cycles.deal_created_at, first_deal_events.first_at, cycles.vendor_closed_at)
)

select
    counted.cycle_id,
    counted.record_type,
    counted.entered_at,
    counted.entered_date,
    counted.entered_precision,
    counted.sequence,
    coalesce(counted.mapped_stage, lookup.stage) as stage,
    coalesce(lookup.label, counted.stage) as source_stage,
    counted.evidence,
    counted.extracted_at
from counted
left join {{ ref('int_stage_lookup') }} as lookup
    on lookup.source = counted.source
    and lookup.stage_key = {{ match_key('counted.stage') }}
    -- a lead's status is of no pipeline, also once there is a deal
    and lookup.pipeline_key = coalesce(
        {{ match_key('counted.pipeline') }},
        case when counted.record_type = 'deal' then {{ match_key('counted.deal_pipeline') }} end,
        ''
    )
where coalesce(counted.mapped_stage, lookup.stage) is not null
