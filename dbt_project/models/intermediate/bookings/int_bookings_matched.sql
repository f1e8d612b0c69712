{#
    One row per slot and buyer party: what became of it, and whose cycle it belongs to. Two live rows of one rep, start
    and person are one slot, in one calendar or in two; the one with an attendance fact, else the later booked, stands for
    it. What was called off or moved is one where two calendars tell of it; one calendar may call off a slot twice.
#}
with slots as (select * from {{ ref('int_booking_slots') }}),

rep_refs as (select * from {{ ref('int_rep_refs') }}),

matches as (select * from {{ ref('int_booking_cycles') }}),

demo_types as (select * from {{ ref('int_demo_event_types') }}),

demos as (
    select distinct slots.event_type
    from slots
    inner join demo_types on {{ fits(match_key('slots.event_type'), 'demo_types.pattern') }}
),

resolved as (
    select
        slots.*,
        matches.person_id,
        matches.cycle_id,
        matches.method,
        rep_refs.rep_id,
        demos.event_type is not null as is_demo,
        case
            when slots.is_moved then 'rescheduled'
            when slots.is_cancelled then 'cancelled'
            when slots.attended and not slots.is_ahead then 'held'
            when (not slots.attended or slots.status in ('no_show', 'no-show', 'no show')) and not slots.is_ahead
                then 'no_show'
            when slots.is_long_over then 'held_assumed'
            else 'scheduled'
        end as outcome
    from slots
    left join matches on matches.source = slots.source and matches.booking_id = slots.booking_id
    left join rep_refs on rep_refs.source = slots.source and rep_refs.owner_ref = slots.owner_ref
    left join demos on demos.event_type = slots.event_type
),

slotted as (
    select
        *,
        case when person_id is not null then concat(person_id, '|', coalesce(rep_id, concat(source, '|', owner_ref))) else concat(source, '|', booking_id) end
            as parties,
        is_moved or is_cancelled as is_off,
        count(*) over (partition by chain_id) as moves_of_chain
    from resolved
),

numbered as (
    select
        *,
        case when is_off then row_number() over (
            partition by source, parties, starts_at, is_off order by booked_at desc, load_seq desc, booking_id
        ) end as time_off
    from slotted
),

placed as (
    select
        *,
        row_number() over (
            partition by parties, starts_at, is_off, time_off
            order by
                case when attended is null then 1 else 0 end, case when is_moved then 0 else 1 end, booked_at desc,
                load_seq desc, source, booking_id
        ) as place,
        -- a slot that one calendar moved there is of that chain, whichever calendar's row stands for it
        first_value(chain_id) over (
            partition by parties, starts_at, is_off, time_off order by moves_of_chain desc, chain_id
        ) as slot_chain_id
    from numbered
)

select
    source,
    booking_id,
    person_id,
    cycle_id,
    method as match_method,
    cast(case method when 'email' then 0.9 when 'contact' then 1.0 when 'direct' then 1.0 end as double) as confidence,
    record_url,
    rep_id,
    event_type,
    is_demo,
    outcome,
    outcome in ('held', 'held_assumed') as is_held,
    attended,
    slot_chain_id as chain_id,
    booked_at, booked_date, booked_precision,
    starts_at, starts_date, starts_precision,
    ends_at, ends_date, ends_precision,
    case when outcome = 'cancelled' then cancelled_at end as cancelled_at,
    case when outcome = 'cancelled' then cancelled_by end as cancelled_by,
    24 * {{ duration_days('booked_at', 'booked_date', 'booked_precision', 'starts_at', 'starts_date', 'starts_precision') }}
        as lead_time_hours,
    case when outcome = 'cancelled' then
        24 * {{ duration_days('cancelled_at', 'cancelled_date', 'cancelled_precision', 'starts_at', 'starts_date', 'starts_precision') }}
    end as cancel_notice_hours,
    load_seq
from placed
where place = 1
