{# Meetings booked: one row per slot and buyer party, with what became of it as of as_of. #}
with bookings as (select * from {{ ref('int_bookings_matched') }}),

sources as (select * from {{ ref('int_sources') }}),

final as (
    select
        bookings.source,
        bookings.booking_id,
        replace(sources.record_url, '{id}', bookings.booking_id) as record_url,
        bookings.rep_id,
        bookings.person_id,
        bookings.cycle_id,
        bookings.event_type,
        bookings.is_demo,
        bookings.booked_at,
        bookings.booked_date,
        bookings.starts_at,
        bookings.starts_date,
        bookings.starts_precision,
        bookings.ends_at,
        bookings.outcome,
        bookings.chain_id,
        bookings.lead_time_hours,
        bookings.cancel_notice_hours,
        bookings.cancelled_at,
        bookings.cancelled_by,
        bookings.match_method,
        bookings.confidence
    from bookings
    left join sources on sources.source = bookings.source
)

select * from final
