with settings as (select * from {{ ref('int_settings') }}),

bookings as (
    {{ current_of_all_systems('bookings', [
        'booking_id', 'starts_at', 'starts_on', 'ends_at', 'ends_on', 'booked_at', 'booked_on', 'email', 'phone', 'name',
        'owner', 'event_type', 'status', 'attended', 'rescheduled_from', 'cancelled_at', 'cancelled_on', 'cancelled_by',
        'person_ref', 'deal_id', 'lead_id', 'record_url',
    ], 'record_id') }}
)

select
    bookings.source,
    coalesce(bookings.booking_id, bookings.record_id) as booking_id,
    bookings.email,
    bookings.phone,
    bookings.name,
    bookings.person_ref,
    bookings.deal_id,
    bookings.lead_id,
    bookings.record_url,
    bookings.owner as owner_ref,
    bookings.event_type,
    lower(bookings.status) as status,
    bookings.attended,
    bookings.rescheduled_from,
    lower(bookings.cancelled_by) as cancelled_by,
    {{ resolved('bookings', 'starts') }},
    {{ resolved('bookings', 'ends') }},
    {{ resolved('bookings', 'booked') }},
    {{ resolved('bookings', 'cancelled') }},
    bookings.load_seq
from bookings
cross join settings
where bookings.starts_at is not null or bookings.starts_on is not null
