{# What became of the meetings that were to start in a period. #}
with bookings as (select * from {{ ref('int_bookings_matched') }}),

segments as (select * from {{ ref('int_booking_segments') }}),

cycles as (select * from {{ ref('int_sales_cycles') }}),

calendar as (select * from {{ ref('int_calendar') }}),

facts as (
    select
        bookings.cycle_id,
        bookings.outcome,
        bookings.is_held,
        bookings.lead_time_hours,
        case when bookings.is_held and bookings.is_demo then bookings.cycle_id end as demo_cycle_id,
        case when bookings.is_held and bookings.is_demo and cycles.status = 'won' then bookings.cycle_id end as won_cycle_id,
        {{ segment_columns('segments') }},
        {{ period_columns('calendar') }},
        1 as always
    from bookings
    inner join segments on segments.source = bookings.source and segments.booking_id = bookings.booking_id
    left join cycles on cycles.cycle_id = bookings.cycle_id
    left join calendar on calendar.date_day = bookings.starts_date
    where segments.is_counted
),

aggregated as (
    {{ by_segment_and_period('facts', "
        count(*) as booked,
        sum(case when outcome = 'scheduled' then 1 else 0 end) as scheduled,
        sum(case when is_held then 1 else 0 end) as held,
        sum(case when outcome = 'no_show' then 1 else 0 end) as no_show,
        sum(case when outcome = 'cancelled' then 1 else 0 end) as cancelled,
        sum(case when outcome = 'rescheduled' then 1 else 0 end) as rescheduled,
        sum(case when outcome = 'held' then 1 else 0 end) as held_confirmed,
        count(distinct demo_cycle_id) as demo_cycles,
        count(distinct won_cycle_id) as won_demo_cycles,
        " ~ percentile('lead_time_hours', 0.5) ~ " as median_lead_time_hours
    ") }}
),

final as (
    select
        segment,
        segment_value,
        period_type,
        period_key,
        period_start,
        booked,
        cast(scheduled as bigint) as scheduled,
        cast(held as bigint) as held,
        cast(no_show as bigint) as no_show,
        cast(cancelled as bigint) as cancelled,
        cast(rescheduled as bigint) as rescheduled,
        cast(held_confirmed as bigint) as held_confirmed,
        -- without one fact about attendance a show rate would be an assumption about itself
        case when held_confirmed + no_show > 0 then cast(held as double) / (held + no_show) end as show_rate,
        median_lead_time_hours,
        cast(won_demo_cycles as double) / nullif(demo_cycles, 0) as demo_to_won
    from aggregated
)

select * from final
