{#
    Every visit with who owned the cycle at entry: the stored steps, and stage 7 of customers who referred someone.
    Ages are of tonight and belong to the mart.
#}
{{ config(materialized='view') }}

with steps as (select * from {{ ref('int_cycle_steps') }} where kind <> 'outcome'),

states as (select * from {{ ref('int_cycle_states') }}),

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
),

owned as ({{ owned_visits('visits') }})

select
    {{ hashed_id(['cycle_id', 'stage', 'visit_number']) }} as visit_id,
    *
from owned
