{#
    Who owned each cycle when, as intervals that tile all time: what the owner events and the stage events say, else
    the deal's owner from its creation on and the lead's before. The first known owner also owns what came before him.
#}
with cycles as (select * from {{ ref('int_cycles') }}),

refs as (select * from {{ ref('int_rep_refs') }}),

-- a lead's owner counts until there is a deal
leads_told as (
    select cycles.cycle_id, events.source, events.owner_ref, events.valid_from_at, events.load_seq, cycles.deal_created_at
    from {{ ref('int_owner_events') }} as events
    inner join cycles
        on cycles.lead_system = events.source and cycles.lead_id = events.lead_id
    where events.deal_id is null
),

told as (
    select records.cycle_id, events.source, events.owner_ref, events.valid_from_at, events.load_seq, 2 as strength
    from {{ ref('int_owner_events') }} as events
    inner join {{ ref('int_cycle_records') }} as records
        on records.record_type = 'deal' and records.source = events.source and records.record_id = events.deal_id
    union all
    select cycle_id, source, owner_ref, entered_at, load_seq, 1
    from {{ ref('int_cycle_event_links') }}
    where owner_ref is not null
),

with_history as (select distinct cycle_id from told),

changes as (
    select cycle_id, source, owner_ref, valid_from_at, strength, load_seq from told
    union all
    select cycle_id, source, owner_ref, valid_from_at, 1, load_seq
    from leads_told
    where deal_created_at is null or valid_from_at < deal_created_at
    union all
    select cycles.cycle_id, cycles.source, cycles.owner_ref, cycles.deal_created_at, 0, 0
    from cycles
    left join with_history on with_history.cycle_id = cycles.cycle_id
    where cycles.deal_id is not null and with_history.cycle_id is null
    union all
    select cycles.cycle_id, leads.source, leads.owner_ref, leads.created_at, 0, 0
    from cycles
    inner join {{ ref('int_leads') }} as leads on leads.source = cycles.lead_system and leads.lead_id = cycles.lead_id
    where (leads.owner_ref is not null or cycles.deal_id is null)
        and not exists (select 1 from leads_told where leads_told.cycle_id = cycles.cycle_id)
),

resolved as (
    select
        changes.cycle_id,
        refs.rep_id,
        changes.valid_from_at,
        row_number() over (
            partition by changes.cycle_id, changes.valid_from_at order by changes.strength desc, changes.load_seq desc, refs.rep_id
        ) as preference
    from changes
    left join refs on refs.source = changes.source and refs.owner_ref = changes.owner_ref
),

dated as (
    select
        *,
        row_number() over (
            partition by cycle_id order by case when valid_from_at is null then 0 else 1 end, valid_from_at
        ) as place
    from resolved
    where preference = 1
)

select
    cycle_id,
    rep_id,
    -- the first interval reaches back for ever
    case when place = 1 then null else valid_from_at end as valid_from_at,
    lead(valid_from_at) over (partition by cycle_id order by place) as valid_to_at,
    lead(place) over (partition by cycle_id order by place) is null as is_last
from dated
