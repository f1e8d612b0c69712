{#
    What quotas measure, summed per measure, rep, team and day: wins and their revenue by the date the money counts,
    the first visit of a cycle to each stage by its owner at entry, and activities by kind.
#}
with cycles as (select * from {{ ref('int_sales_cycles') }}),

visits as (select * from {{ ref('int_stage_visits') }}),

activities as (select * from {{ ref('int_activities_matched') }}),

members as (select * from {{ ref('int_rep_teams') }}),

wins as (
    select * from cycles where status = 'won' and is_counted and revenue_date is not null
),

events as (
    select
        'revenue' as measure, rep_id, revenue_date as date_day, coalesce(amount_reporting, 0.0) as value,
        case when amount_reporting is null then 1 else 0 end as missing
    from wins
    union all
    select 'deals_won', rep_id, revenue_date, 1.0, 0 from wins
    union all
    select concat('stage:', visits.stage), visits.rep_id, visits.entered_date, 1.0, 0
    from visits
    inner join cycles on cycles.cycle_id = visits.cycle_id
    where cycles.is_counted
        and visits.stage_number is not null
        and visits.visit_number = 1
        and visits.entered_date is not null
    union all
    select concat('activity:', activities.kind), activities.rep_id, activities.occurred_date, 1.0, 0
    from activities
    left join cycles on cycles.cycle_id = activities.cycle_id
    where coalesce(cycles.is_counted, true) and not activities.is_planned and activities.occurred_date is not null
),

daily as (
    select measure, rep_id, date_day, sum(value) as value, sum(missing) as missing
    from events
    group by measure, rep_id, date_day
),

rep_days as (select distinct rep_id, date_day from daily where rep_id is not null),

teams as (
    select
        rep_days.rep_id,
        rep_days.date_day,
        members.team,
        row_number() over (partition by rep_days.rep_id, rep_days.date_day order by members.recency) as place
    from rep_days
    inner join members
        on members.rep_id = rep_days.rep_id
        and (members.starts_on is null or members.starts_on <= rep_days.date_day)
        and (members.leaves_on is null or members.leaves_on >= rep_days.date_day)
)

select
    daily.measure,
    coalesce(daily.rep_id, '(unassigned)') as rep,
    coalesce(teams.team, '(unknown)') as team,
    daily.date_day,
    cast(daily.value as double) as value,
    cast(daily.missing as bigint) as missing_amounts
from daily
left join teams on teams.rep_id = daily.rep_id and teams.date_day = daily.date_day and teams.place = 1
