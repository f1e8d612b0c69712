{# What was done for each cycle up to as_of, and what is planned next. #}
with settings as (select * from {{ ref('int_settings') }}),

done as (
    select
        activities.cycle_id,
        count(*) as touches,
        min(case when activities.is_outreach then activities.occurred_at end) as first_outreach_at,
        max(activities.occurred_at) as last_activity_at
    from {{ ref('int_activities_matched') }} as activities
    cross join settings
    where activities.cycle_id is not null and activities.occurred_at <= settings.as_of_cut
    group by activities.cycle_id
),

planned as (
    select cycle_id, min(starts_at) as next_activity_at
    from (
        select bookings.cycle_id, bookings.starts_at
        from {{ ref('int_bookings_matched') }} as bookings
        cross join settings
        where bookings.outcome = 'scheduled' and bookings.starts_at > settings.as_of_cut
        union all
        select activities.cycle_id, activities.occurred_at
        from {{ ref('int_activities_matched') }} as activities
        cross join settings
        where activities.occurred_at > settings.as_of_cut
    ) as upcoming
    where cycle_id is not null
    group by cycle_id
)

select
    cycles.cycle_id,
    coalesce(done.touches, 0) as touches,
    least(
        done.first_outreach_at,
        case
            when cycles.first_contact_at > settings.as_of_cut then null
            -- the day of first contact comes after the creation of that day
            when cycles.first_contact_precision = 'date' and cycles.first_contact_date = cycles.lead_created_date
                then greatest(cycles.first_contact_at, cycles.lead_created_at)
            else cycles.first_contact_at
        end
    ) as first_outreach_at,
    done.last_activity_at,
    planned.next_activity_at
from {{ ref('int_cycles') }} as cycles
cross join settings
left join done on done.cycle_id = cycles.cycle_id
left join planned on planned.cycle_id = cycles.cycle_id
