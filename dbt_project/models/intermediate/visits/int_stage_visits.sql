{#
    Every visit with who owned the cycle at entry: the stored steps, and stage 7 of customers who referred someone.
    Ages are of tonight and belong to the mart.
#}
with steps as (select * from {{ ref('int_cycle_steps') }} where kind <> 'outcome'),

states as (select * from {{ ref('int_cycle_states') }}),

owners as (select * from {{ ref('int_cycle_owners') }}),

referral_wins as (
    select
        wins.cycle_id, wins.first_referred_at, wins.first_referred_date, wins.first_referred_precision
    from {{ ref('int_referral_wins') }} as wins
    inner join states on states.cycle_id = wins.cycle_id
    where states.status = 'won' and not states.has_own_referral
),

visits as (
    select
        steps.cycle_id, steps.stage, steps.stage_number, steps.source_stage, steps.visit_number, steps.movement, steps.evidence,
        steps.kind, steps.is_last, steps.entered_at, steps.entered_date, steps.entered_precision, steps.exited_at,
        steps.exited_date, steps.duration_days, steps.business_hours
    from steps
    inner join states on states.cycle_id = steps.cycle_id
    -- stage 7 lies after the close of a cycle that is won now
    where steps.kind <> 'referral' or (states.status = 'won' and steps.entered_at >= states.closed_at)
    union all
    select
        cycle_id, 'referral', 7, null, 1, 'forward', 'record', 'referral', true, first_referred_at, first_referred_date,
        first_referred_precision, null, null, null, null
    from referral_wins
)

select
    {{ hashed_id(['visits.cycle_id', 'visits.stage', 'visits.visit_number']) }} as visit_id,
    visits.*,
    states.status,
    states.started_at is null as has_unknown_start,
    states.is_time_inconsistent as is_cycle_inconsistent,
    visits.kind = 'visit' and visits.is_last and states.status = 'open' as is_current,
    coalesce(visits.exited_at < visits.entered_at, false) as is_time_inconsistent,
    owners.rep_id
from visits
inner join states on states.cycle_id = visits.cycle_id
left join owners
    on owners.cycle_id = visits.cycle_id
    and (owners.valid_from_at is null or owners.valid_from_at <= visits.entered_at)
    and (owners.valid_to_at is null or owners.valid_to_at > visits.entered_at)
