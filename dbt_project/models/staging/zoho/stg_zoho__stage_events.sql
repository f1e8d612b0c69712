{#
    The stage history of deals: what the field tracker kept, each row from when the deal entered the stage, else what the
    timeline tells; and of leads what the timeline tells of their status. Rows of one second are in the order of their ids.
    Where a deal's history ends with something else than the deal says, that is one event more, from when it changed.
#}
with deals as (select * from {{ ref('stg_zoho__deals') }} where is_current and not is_deleted),

tracked as (
    select
        rows_of.source,
        rows_of.potential_name__id as deal_id,
        rows_of.record_id,
        {{ zoho_value('rows_of.stage') }} as stage,
        {{ as_instant('rows_of.modified_time') }} as entered_at,
        rows_of.extracted_at,
        rows_of.load_seq,
        deals.stage as stage_now,
        deals.modified_at,
        deals.extracted_at as deal_extracted_at,
        deals.load_seq as deal_load_seq,
        row_number() over (
            partition by rows_of.source, rows_of.potential_name__id
            order by {{ as_instant('rows_of.modified_time') }}, {{ as_number('rows_of.record_id') }}, rows_of.record_id
        ) as place
    from {{ ref('base_zoho__stage_history') }} as rows_of
    inner join deals on deals.source = rows_of.source and deals.deal_id = rows_of.potential_name__id
    where rows_of.is_current and not rows_of.is_deleted
),

ends as (
    select
        source, deal_id, max(place) as place, max(stage_now) as stage_now, max(entered_at) as ends_at,
        max(modified_at) as modified_at, max(deal_extracted_at) as extracted_at, max(deal_load_seq) as load_seq,
        {{ value_of_most('stage', 'place') }} as last_stage
    from tracked
    where stage is not null
    group by source, deal_id
),

changes as (
    select changes.*
    from {{ ref('stg_zoho__changes') }} as changes
    left join ends
        on ends.source = changes.source and changes.object = 'deal' and ends.deal_id = changes.record_id
    where changes.field = 'stage' and ends.deal_id is null
),

events as (
    select source, 'deal' as object, deal_id as record_id, record_id as event_id, stage, entered_at, place, extracted_at, load_seq
    from tracked
    union all
    select source, 'deal', deal_id, 'now', stage_now, greatest(modified_at, ends_at), place + 1, extracted_at, load_seq
    from ends
    where stage_now is not null and modified_at is not null and last_stage <> stage_now
    union all
    select source, object, record_id, cast(changed_at as varchar), value, changed_at, null, extracted_at, load_seq
    from changes
)

select
    source,
    {{ hashed_id(['object', 'record_id', 'event_id', 'stage']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    case when object = 'deal' then record_id end as deal_id,
    case when object = 'lead' then record_id end as lead_id,
    stage,
    cast(null as varchar) as mapped_stage,
    entered_at,
    cast(null as date) as entered_on,
    cast(place as double) as sequence,
    -- a deal's pipeline is the one that it is in now
    cast(null as varchar) as pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from events
where stage is not null and entered_at is not null
