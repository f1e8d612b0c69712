{# What was done: activities up to as_of. What people wrote stays out; planned ones show as next_activity_at of cycles. #}
with activities as (select * from {{ ref('int_activities_matched') }} where not is_planned),

final as (
    select
        source,
        activity_id,
        cycle_id,
        person_id,
        rep_id,
        kind,
        direction,
        outcome,
        occurred_at,
        occurred_date,
        occurred_precision,
        is_outreach,
        link as match_method
    from activities
)

select * from final
