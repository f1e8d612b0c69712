{# What each cycle is as of now, read off its steps: status, close, stages, dormant time. #}
with steps as (select * from {{ ref('int_cycle_steps') }}),

settings as (select * from {{ ref('int_settings') }}),

last_steps as (
    select cycle_id, kind, stage, entered_at, entered_date, entered_precision
    from steps
    where is_last and kind <> 'referral'
),

totals as (
    select
        cycle_id,
        max(started_at) as started_at,
        max(started_date) as started_date,
        max(started_precision) as started_precision,
        {{ value_of_most('stage', "case when kind = 'visit' then step_number end") }} as current_stage,
        max(case when kind = 'visit' then stage_number end) as furthest_number,
        max(case when kind = 'referral' then 1 else 0 end) = 1 as has_own_referral,
        coalesce(sum(case when kind = 'dormant' then duration_days end), 0.0) as dormant_days,
        max(case when kind in ('visit', 'dormant') and exited_at < entered_at then 1 else 0 end) = 1 as has_negative_step
    from steps
    group by cycle_id
),

dated as (
    select
        totals.*,
        case when last_steps.kind = 'outcome' then last_steps.stage else 'open' end as status,
        case when last_steps.kind = 'outcome' then last_steps.entered_at end as closed_at,
        case when last_steps.kind = 'outcome' then last_steps.entered_date end as closed_date,
        case when last_steps.kind = 'outcome' then last_steps.entered_precision end as closed_precision
    from totals
    inner join last_steps on last_steps.cycle_id = totals.cycle_id
)

select
    dated.cycle_id,
    dated.status,
    dated.started_at,
    dated.started_date,
    dated.started_precision,
    dated.closed_at,
    dated.closed_date,
    dated.closed_precision,
    dated.current_stage,
    coalesce({{ stage_of_number('dated.furthest_number') }}, dated.current_stage) as furthest_stage,
    dated.furthest_number,
    dated.has_own_referral,
    dated.dormant_days,
    {{ duration_days('dated.started_at', 'dated.started_date', 'dated.started_precision', 'dated.closed_at', 'dated.closed_date', 'dated.closed_precision') }} as length_days,
    case when dated.status = 'open' then
        {{ duration_days('dated.started_at', 'dated.started_date', 'dated.started_precision', 'settings.as_of', 'settings.as_of_date', "'instant'") }}
    end as age_days,
    dated.has_negative_step
        or coalesce(dated.closed_precision = 'date' and dated.closed_date < dated.started_date, false)
        or coalesce(dated.closed_at < dated.started_at, false) as is_time_inconsistent
from dated
cross join settings
