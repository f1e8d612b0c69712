{#
    When opportunities that are there came into a stage, by their snapshots, and since when leads have a status, by the fields
    that the configuration names. Oracle does not say when a snapshot is taken, so what they leave out is read off the record:
    where the last one has an exit, the stage of today was entered then; where the first one is not of the beginning, the
    earliest version says what came before; where there is none, though the pod keeps some, the opportunity never moved.
#}
with deals as (select * from {{ ref('base_oracle__opportunities') }} where is_current and not is_deleted),

snapshots as (
    select
        snapshots.source,
        snapshots.deal_id,
        snapshots.stage,
        snapshots.entered_at,
        snapshots.exited_at,
        snapshots.place,
        snapshots.extracted_at,
        snapshots.load_seq,
        deals.created_at,
        row_number() over (
            partition by snapshots.source, snapshots.deal_id order by snapshots.entered_at, snapshots.place
        ) as from_first,
        row_number() over (
            partition by snapshots.source, snapshots.deal_id order by snapshots.entered_at desc, snapshots.place desc
        ) as from_last
    from {{ ref('stg_oracle__children') }} as snapshots
    inner join deals on deals.source = snapshots.source and deals.record_id = snapshots.deal_id
    where snapshots.kind = 'stage_snapshot' and snapshots.entered_at is not null and snapshots.stage is not null
),

-- what the pod takes snapshots of: stages that are not left yet, and stages from the beginning on
pods as (
    select
        source,
        max(case when exited_at is null then 1 else 0 end) = 1
            and max(case when {{ seconds_between('created_at', 'entered_at') }} <= 2 then 1 else 0 end) = 1 as is_whole
    from snapshots
    group by source
),

earliest as (
    select source, record_id, salesstageid, modified_at
    from {{ ref('base_oracle__opportunities') }}
    where version_number = 1
),

lead_dates as (
    select * from {{ source('config', 'field_map') }} where entity = 'lead_status_date'
),

lead_events as (
    select distinct
        leads.source,
        leads.lead_id,
        lead_dates.field as status,
        {{ as_instant(json_text('leads.custom', "concat('$.\"', lead_dates.property, '\"')")) }} as entered_at,
        leads.extracted_at,
        leads.load_seq
    from {{ ref('stg_oracle__leads') }} as leads
    inner join lead_dates on lead_dates.source = leads.source
    -- one without a status has no history of it
    where leads.is_current and not leads.is_deleted and leads.status is not null
),

events as (
    select source, deal_id, stage, entered_at, place as sequence, extracted_at, load_seq
    from snapshots
    union all
    select deals.source, deals.record_id, deals.salesstageid, lasts.exited_at, lasts.place + 1, deals.extracted_at, deals.load_seq
    from deals
    inner join snapshots as lasts
        on lasts.source = deals.source and lasts.deal_id = deals.record_id and lasts.from_last = 1
    where lasts.exited_at is not null and lasts.stage <> deals.salesstageid
    union all
    select earliest.source, earliest.record_id, earliest.salesstageid, firsts.created_at, 0, firsts.extracted_at, firsts.load_seq
    from earliest
    inner join snapshots as firsts
        on firsts.source = earliest.source and firsts.deal_id = earliest.record_id and firsts.from_first = 1
    where earliest.modified_at < firsts.entered_at and earliest.salesstageid <> firsts.stage
    union all
    select deals.source, deals.record_id, deals.salesstageid, deals.created_at, 0, deals.extracted_at, deals.load_seq
    from deals
    inner join pods on pods.source = deals.source and not pods.is_whole
    left join snapshots on snapshots.source = deals.source and snapshots.deal_id = deals.record_id
    where snapshots.deal_id is null
)

select
    events.source,
    {{ hashed_id(['events.deal_id', 'events.stage', 'events.entered_at', 'events.sequence']) }} as record_id,
    {{ derived_columns('events.extracted_at', 'events.load_seq') }},
    events.deal_id,
    cast(null as varchar) as lead_id,
    events.stage,
    cast(null as varchar) as mapped_stage,
    events.entered_at,
    cast(null as date) as entered_on,
    cast(events.sequence as double) as sequence,
    deals.salesmethodid as pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from events
inner join deals on deals.source = events.source and deals.record_id = events.deal_id
where events.stage is not null and events.entered_at is not null
union all
select
    source,
    {{ hashed_id(["'lead'", 'lead_id', 'status', 'entered_at']) }},
    {{ derived_columns('extracted_at', 'load_seq') }},
    null, lead_id, status, null, entered_at, null, null, null, null, 'history'
from lead_events
where entered_at is not null
