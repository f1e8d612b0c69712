{# What was done: activities up to as_of. What people wrote stays out; planned ones show as next_activity_at of cycles. #}
with activities as (select * from {{ ref('int_activities_matched') }} where not is_planned),

-- a cycle that begins after as_of is not there yet
cycles as (select cycle_id from {{ ref('int_sales_cycles') }}),

final as (
    select
        activities.source,
        activities.activity_id,
        cycles.cycle_id,
        activities.person_id,
        activities.rep_id,
        activities.kind,
        activities.direction,
        activities.outcome,
        activities.occurred_at,
        activities.occurred_date,
        activities.occurred_precision,
        activities.is_outreach,
        case when cycles.cycle_id is not null then activities.link end as match_method
    from activities
    left join cycles on cycles.cycle_id = activities.cycle_id
)

select * from final
