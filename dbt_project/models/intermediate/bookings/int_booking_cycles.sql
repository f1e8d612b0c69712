{#
    The cycle that a booking belongs to, at most one: of its person's cycles the latest that had begun when the
    meeting was booked or took place, whichever is later; without one the first that began after it.
#}
with bookings as (
    select
        source,
        booking_id,
        greatest(coalesce(booked_at, starts_at), starts_at) as reached_at,
        greatest(coalesce(booked_date, starts_date), starts_date) as reached_date,
        starts_precision
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

candidates as (
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
        end as preference
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

select source, booking_id, person_id, cycle_id
from ranked
where place = 1
