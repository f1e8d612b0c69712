{# What is known of each booking as of the cut, and the chain of moves that it belongs to: one row per booking. #}
with settings as (select * from {{ ref('int_settings') }}),

existing as (
    select
        bookings.*,
        concat(bookings.source, '|', bookings.booking_id) as booking_key,
        case
            when bookings.rescheduled_from <> bookings.booking_id
                then concat(bookings.source, '|', bookings.rescheduled_from)
        end as moved_from_key
    from {{ ref('int_bookings') }} as bookings
),

visible as (
    select existing.*
    from existing
    cross join settings
    where existing.booked_at is null or existing.booked_at <= settings.as_of_cut
),

-- a move that was made after the cut says that the old slot was still on, whatever its status says today
moves as (
    select
        existing.moved_from_key as booking_key,
        max(case when existing.booked_at > settings.as_of_cut then 0 else 1 end) = 1 as is_moved
    from existing
    cross join settings
    where existing.moved_from_key is not null
    group by existing.moved_from_key
),

links as (
    select booking_key as node, moved_from_key as shared_key from visible where moved_from_key is not null
    union
    select moved_from_key, moved_from_key from visible where moved_from_key is not null
),

chains as ({{ connected('links') }})

select
    visible.*,
    {{ hashed_id(["'chain'", 'coalesce(chains.label, visible.booking_key)']) }} as chain_id,
    coalesce(moves.is_moved, false)
        or (coalesce(visible.status = 'rescheduled', false) and moves.booking_key is null) as is_moved,
    case
        when visible.cancelled_at is not null then visible.cancelled_at <= settings.as_of_cut
        else coalesce(visible.status in ('cancelled', 'canceled'), false) and moves.booking_key is null
    end as is_cancelled,
    visible.starts_at > settings.as_of_cut as is_ahead,
    greatest(coalesce(visible.ends_at, visible.starts_at), visible.starts_at)
        < {{ plus_days('settings.as_of', -1) }} as is_long_over
from visible
cross join settings
left join chains on chains.node = visible.booking_key
left join moves on moves.booking_key = visible.booking_key
