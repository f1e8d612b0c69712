{# Meetings booked: one row per slot and buyer party, with what became of it as of as_of. #}
with bookings as (select * from {{ ref('int_bookings_matched') }}),

-- a cycle that begins after as_of is not there yet
cycles as (select cycle_id from {{ ref('int_sales_cycles') }}),

sources as (select * from {{ ref('int_sources') }}),

final as (
    select
        bookings.source,
        bookings.booking_id,
        coalesce(replace(sources.record_url, '{id}', bookings.booking_id), bookings.record_url) as record_url,
        bookings.rep_id,
        bookings.person_id,
        cycles.cycle_id,
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
        case when cycles.cycle_id is not null then bookings.match_method end as match_method,
        case when cycles.cycle_id is not null then bookings.confidence end as confidence
    from bookings
    left join cycles on cycles.cycle_id = bookings.cycle_id
    left join sources on sources.source = bookings.source
)

select * from final
