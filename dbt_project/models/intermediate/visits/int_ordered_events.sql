{#
    What is known of the stages of the touched cycles, in order: by time, then the vendor's sequence, then stage number,
    outcomes last. Evidence counts only before the first event of a system and only forward; what it shows of the time
    before the cycle began (a demo that led to the deal) counts from the beginning. Stage 7 after a win stands beside the
    run of won (`is_referral`); without a win it means nothing that is mapped.
#}
with events as (select * from {{ ref('int_clamped_events') }}),

first_named as (
    select cycle_id, min(ordered_at) as named_at
    from events
    where class in ('history', 'record', 'final')
    group by cycle_id
),

evidence as (
    select
        events.cycle_id, events.class, events.sequence, events.stage, events.source_stage, events.evidence,
        events.rank_of_stage, events.class_rank,
        case when starts.started_at > events.ordered_at then starts.started_at else events.entered_at end as entered_at,
        case when starts.started_at > events.ordered_at then starts.started_date else events.entered_date end as entered_date,
        case when starts.started_at > events.ordered_at then starts.started_precision else events.entered_precision end
            as entered_precision,
        greatest(events.ordered_at, starts.started_at) as ordered_at
    from events
    inner join {{ ref('int_cycle_starts') }} as starts on starts.cycle_id = events.cycle_id
    where events.class = 'evidence'
),

forward_evidence as (
    select candidates.*
    from (
        select
            *,
            max(rank_of_stage) over (
                partition by cycle_id order by ordered_at, rank_of_stage rows between unbounded preceding and 1 preceding
            ) as rank_before
        from evidence
    ) as candidates
    left join first_named on first_named.cycle_id = candidates.cycle_id
    where (candidates.rank_before is null or candidates.rank_of_stage > candidates.rank_before)
        and (first_named.named_at is null or {{ seconds_between('candidates.ordered_at', 'first_named.named_at') }} > 1)
),

named as (
    {% for relation in ('events', 'forward_evidence') %}
        select
            cycle_id, class, entered_at, entered_date, entered_precision, sequence, stage, source_stage, evidence,
            rank_of_stage, class_rank, ordered_at
        from {{ relation }}
        where class {{ "in ('history', 'record', 'final')" if relation == 'events' else "= 'evidence'" }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

ordered as (
    select
        *,
        row_number() over (
            partition by cycle_id
            order by class_rank, ordered_at, sequence, rank_of_stage, entered_at, source_stage, evidence
        ) as place
    from named
),

after_win as (
    select
        *,
        max(case when stage <> 'referral' then place end) over (
            partition by cycle_id order by place rows between unbounded preceding and 1 preceding
        ) as place_before
    from ordered
)

select
    after_win.cycle_id,
    after_win.place,
    after_win.ordered_at,
    after_win.entered_date,
    after_win.entered_precision,
    after_win.source_stage,
    after_win.evidence,
    after_win.class = 'evidence' as is_evidence,
    after_win.stage = 'referral' and coalesce(before.stage = 'won', false) as is_referral,
    case
        when after_win.stage = 'referral' and before.stage is distinct from 'won' then 'unmapped'
        else after_win.stage
    end as stage
from after_win
left join ordered as before on before.cycle_id = after_win.cycle_id and before.place = after_win.place_before
