{# The one value of each booking in each segment: rep and team of the meeting, the rest of its cycle. #}
with bookings as (select * from {{ ref('int_bookings_matched') }}),

cycle_segments as (select * from {{ ref('int_cycle_segments') }}),

members as (select * from {{ ref('int_rep_teams') }}),

teams as (
    select
        bookings.source,
        bookings.booking_id,
        members.team,
        row_number() over (partition by bookings.source, bookings.booking_id order by members.recency) as place
    from bookings
    inner join members
        on members.rep_id = bookings.rep_id
        and (members.starts_on is null or members.starts_on <= bookings.starts_date)
        and (members.leaves_on is null or members.leaves_on >= bookings.starts_date)
)

select
    bookings.source,
    bookings.booking_id,
    bookings.cycle_id,
    coalesce(cycle_segments.is_counted, true) as is_counted,
    coalesce(bookings.rep_id, '(unassigned)') as rep,
    coalesce(teams.team, '(unknown)') as team,
    {% for segment in segments() if segment not in ('rep', 'team') %}
        coalesce(cycle_segments.{{ segment }}, '(unknown)') as {{ segment }}{{ ',' if not loop.last }}
    {% endfor %}
from bookings
left join cycle_segments on cycle_segments.cycle_id = bookings.cycle_id
left join teams
    on teams.source = bookings.source and teams.booking_id = bookings.booking_id and teams.place = 1
