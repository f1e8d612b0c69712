{#
    The cycle that a booking belongs to, at most one: that of the deal or lead that it names, else of its person's cycles the latest that had begun when the
    meeting was booked or took place, whichever is later; without one the first that began after it.
#}
with bookings as (
    select
        source,
        booking_id,
        greatest(coalesce(booked_at, starts_at), starts_at) as reached_at,
        greatest(coalesce(booked_date, starts_date), starts_date) as reached_date,
        starts_precision,
        person_ref,
        deal_id,
        lead_id
    from {{ ref('int_booking_slots') }}
),

people as (
    select source, record_id, person_id from {{ ref('int_person_records') }} where record_type = 'booking'
),

cycles as (
    select
        cycles.cycle_id,
        cycles.person_id,
        cycles.base_started_at,
        {{ local_date('cycles.base_started_at', 'settings.reporting_timezone') }} as base_started_date
    from {{ ref('int_cycles') }} as cycles
    cross join {{ ref('int_settings') }} as settings
),

records as (select * from {{ ref('int_cycle_records') }}),

named as (
    select bookings.source, bookings.booking_id, coalesce(deals.cycle_id, leads.cycle_id) as cycle_id
    from bookings
    left join records as deals
        on deals.record_type = 'deal' and deals.source = bookings.source and deals.record_id = bookings.deal_id
    left join records as leads
        on leads.record_type = 'lead' and leads.source = bookings.source and leads.record_id = bookings.lead_id
    where coalesce(deals.cycle_id, leads.cycle_id) is not null
),

candidates as (
    select
        named.source,
        named.booking_id,
        cast(null as timestamptz) as reached_at,
        coalesce(people.person_id, cycles.person_id) as person_id,
        named.cycle_id,
        cast(null as timestamptz) as base_started_at,
        0 as preference,
        'direct' as method
    from named
    left join people on people.source = named.source and people.record_id = named.booking_id
    left join cycles on cycles.cycle_id = named.cycle_id
    union all
    select
        bookings.source,
        bookings.booking_id,
        bookings.reached_at,
        people.person_id,
        cycles.cycle_id,
        cycles.base_started_at,
        case
            when cycles.base_started_at <= bookings.reached_at then 1
            when bookings.starts_precision = 'date' and cycles.base_started_date <= bookings.reached_date then 1
            when cycles.base_started_at is not null then 2
            else 3
        end,
        case when bookings.person_ref is null then 'email' else 'contact' end
    from bookings
    inner join people on people.source = bookings.source and people.record_id = bookings.booking_id
    left join cycles on cycles.person_id = people.person_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, booking_id
            order by preference, abs({{ seconds_between('base_started_at', 'reached_at') }}), cycle_id
        ) as place
    from candidates
)

select source, booking_id, person_id, cycle_id, case when cycle_id is not null then method end as method
from ranked
where place = 1
