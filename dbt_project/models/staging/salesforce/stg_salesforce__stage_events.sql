{#
    Where the deals and leads that are there stood, and when. Of deals the stage history, in which a row stands for any of
    several changes: rows of one stage after another are one event. What a record says today comes last: where its history
    ends with something else it is one event more, from when it changed.
#}
with deals as (
    select * from {{ ref('base_salesforce__opportunities') }} where is_current and not is_deleted
),

saves as (
    select
        rows_of.source,
        rows_of.opportunityid as deal_id,
        rows_of.stagename as stage,
        {{ as_instant('rows_of.createddate') }} as changed_at,
        rows_of.extracted_at,
        rows_of.load_seq,
        row_number() over (
            partition by rows_of.source, rows_of.opportunityid
            order by {{ as_instant('rows_of.createddate') }}, rows_of.record_id
        ) as place,
        lag(rows_of.stagename) over (
            partition by rows_of.source, rows_of.opportunityid
            order by {{ as_instant('rows_of.createddate') }}, rows_of.record_id
        ) as stage_before
    from {{ ref('base_salesforce__history_rows') }} as rows_of
    where rows_of.object = 'opportunity_history' and rows_of.is_current and not rows_of.is_deleted and rows_of.stagename is not null
),

changes as (
    select
        'deal' as object, saves.source, saves.deal_id as record_id, saves.stage, deals.recordtypeid as pipeline, saves.place,
        saves.changed_at, saves.extracted_at, saves.load_seq, deals.stagename as stage_now, deals.modified_at,
        deals.extracted_at as record_extracted_at, deals.load_seq as record_load_seq
    from saves
    inner join deals on deals.source = saves.source and deals.record_id = saves.deal_id
    where saves.stage_before is null or saves.stage_before <> saves.stage
    union all
    select
        object, source, record_id, value, null, place, changed_at, extracted_at, load_seq, status_now, modified_at,
        record_extracted_at, record_load_seq
    from {{ ref('stg_salesforce__changes') }}
    where property = 'status'
),

last_changes as (
    select *
    from (
        select *, row_number() over (partition by object, source, record_id order by place desc) as place_from_end
        from changes
    ) as ranked
    where place_from_end = 1
),

events as (
    select object, source, record_id, stage, pipeline, place, changed_at, extracted_at, load_seq
    from changes
    union all
    select
        object, source, record_id, stage_now, pipeline, place + 1, greatest(modified_at, changed_at), record_extracted_at,
        record_load_seq
    from last_changes
    where stage_now is not null and modified_at is not null and (stage is null or stage <> stage_now)
)

select
    source,
    {{ hashed_id(['object', 'record_id', 'place', 'stage']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    case when object = 'deal' then record_id end as deal_id,
    case when object = 'lead' then record_id end as lead_id,
    stage,
    cast(null as varchar) as mapped_stage,
    changed_at as entered_at,
    cast(null as date) as entered_on,
    cast(place as double) as sequence,
    pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from events
where stage is not null
