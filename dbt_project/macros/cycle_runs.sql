{#
    Events put in order and joined into runs, for the touched cycles: runs of one `stage`, or of one stage of the
    system's own (`source_stage`).

    Order: by time, then the vendor's sequence, then stage number, outcomes last; a date without a time is clamped up to
    an earlier event of the same date (an activity moves nothing that is no evidence of it). Evidence counts only before the first event of a system and only forward. Stage 7
    after a win stands beside the run of won. The gap before the first run is `prospecting` where a lead or evidence
    exists, else `unknown`; a gap of up to a second is none, but a cycle that closes as it begins has a visit of no length.
#}
{% macro cycle_runs(by) %}
with events as (select * from {{ ref('int_cycle_events') }}),

clamped as (
    select
        events.*,
        {{ stage_rank('stage') }} as rank_of_stage,
        case class when 'start' then 0 when 'sight' then 0 when 'final' then 2 else 1 end as class_rank,
        case
            when entered_precision = 'date' then greatest(entered_at, max(case when class = 'sight' or (class = 'start' and sequence = 4) then null else entered_at end) over (
                partition by cycle_id, entered_date
                order by case class when 'start' then 0 when 'sight' then 0 when 'final' then 2 else 1 end, sequence, {{ stage_rank('stage') }}, entered_at
                rows between unbounded preceding and current row
            ))
            else entered_at
        end as ordered_at
    from events
),

starts as (
    select cycle_id, ordered_at as started_at, entered_date as started_date, entered_precision as started_precision
    from (
        select *, row_number() over (partition by cycle_id order by ordered_at, class_rank, sequence, entered_precision) as place
        from clamped
        where class in ('start', 'history')
    ) as ranked
    where place = 1
),

first_named as (
    select cycle_id, min(ordered_at) as named_at, max(case when ordered_at is null then 1 else 0 end) = 1 as is_undated
    from clamped
    where class in ('history', 'record', 'final')
    group by cycle_id
),

forward_evidence as (
    select clamped.*
    from (
        select
            *,
            max(rank_of_stage) over (
                partition by cycle_id order by ordered_at, rank_of_stage rows between unbounded preceding and 1 preceding
            ) as rank_before
        from clamped
        where class = 'evidence'
    ) as clamped
    left join first_named on first_named.cycle_id = clamped.cycle_id
    where (clamped.rank_before is null or clamped.rank_of_stage > clamped.rank_before)
        and (first_named.named_at is null or {{ seconds_between('clamped.ordered_at', 'first_named.named_at') }} > 1)
),

named as (
    select * from clamped where class in ('history', 'record', 'final')
    union all
    select
        cycle_id, class, entered_at, entered_date, entered_precision, sequence, stage, source_stage, evidence,
        rank_of_stage, class_rank, ordered_at
    from forward_evidence
),

ordered as (
    select
        *,
        row_number() over (partition by cycle_id order by class_rank, ordered_at, sequence, rank_of_stage, entered_at, source_stage, evidence) as place
    from named
),

after_win as (
    select
        *,
        max(case when stage <> 'referral' then place end) over (
            partition by cycle_id order by place rows between unbounded preceding and 1 preceding
        ) as place_before
    from ordered
),

judged as (
    select
        after_win.cycle_id,
        after_win.place,
        after_win.ordered_at,
        after_win.entered_date,
        after_win.entered_precision,
        after_win.source_stage,
        after_win.evidence,
        after_win.stage = 'referral' and before.stage = 'won' as is_referral,
        case when after_win.stage = 'referral' and before.stage is distinct from 'won' then 'unmapped' else after_win.stage end as stage
    from after_win
    left join ordered as before on before.cycle_id = after_win.cycle_id and before.place = after_win.place_before
),

labelled as (
    select
        *,
        {% if by == 'stage' %}stage{% else %}case when stage in {{ outcomes() }} then stage else coalesce(source_stage, stage) end{% endif %} as label
    from judged
),

runs as (
    select *
    from (
        select *, lag(label) over (partition by cycle_id, is_referral order by place) as label_before
        from labelled
    ) as compared
    where label_before is null or label_before <> label
),

first_runs as (
    select
        cycle_id,
        min(ordered_at) as first_at,
        {{ value_of_least('entered_date', 'place') }} as first_date,
        {{ value_of_least('stage', 'place') }} in {{ outcomes() }} as begins_with_outcome,
        min(place) as place
    from runs
    where not is_referral
    group by cycle_id
),

gaps as (
    select
        sights.cycle_id,
        starts.started_at,
        starts.started_date,
        starts.started_precision,
        first_runs.place as first_place,
        sights.entered_at as seen_at,
        sights.entered_date as seen_date,
        case when sights.stage = 'prospecting' or forward.cycle_id is not null then 'prospecting' else 'unknown' end as stage,
        first_runs.cycle_id is null
        or (
            starts.started_at is not null
            and (
                first_runs.first_at is null
                or first_runs.begins_with_outcome
                or first_runs.first_at < starts.started_at
                or (
                    {{ seconds_between('starts.started_at', 'first_runs.first_at') }} > 1
                    and not (starts.started_precision = 'date' and first_runs.first_date = starts.started_date)
                )
            )
        ) as is_gap
    from (select * from clamped where class = 'sight') as sights
    left join starts on starts.cycle_id = sights.cycle_id
    left join first_runs on first_runs.cycle_id = sights.cycle_id
    left join (select distinct cycle_id from forward_evidence) as forward on forward.cycle_id = sights.cycle_id
)

select
    gaps.cycle_id, 0 as step_order, gaps.stage, gaps.stage as label, cast(null as varchar) as source_stage, 'record' as evidence, false as is_referral,
    coalesce(gaps.started_at, gaps.seen_at) as entered_at,
    coalesce(gaps.started_date, gaps.seen_date) as entered_date,
    coalesce(gaps.started_precision, 'between_syncs') as entered_precision,
    gaps.started_at, gaps.started_date, gaps.started_precision
from gaps
where gaps.is_gap
union all
select
    runs.cycle_id, runs.place, runs.stage, runs.label, runs.source_stage, runs.evidence, runs.is_referral,
    case when gaps.first_place = runs.place and not gaps.is_gap and gaps.started_at is not null then gaps.started_at else runs.ordered_at end,
    case when gaps.first_place = runs.place and not gaps.is_gap and gaps.started_at is not null then gaps.started_date else runs.entered_date end,
    case when gaps.first_place = runs.place and not gaps.is_gap and gaps.started_at is not null then gaps.started_precision else runs.entered_precision end,
    gaps.started_at, gaps.started_date, gaps.started_precision
from runs
inner join gaps on gaps.cycle_id = runs.cycle_id
{% endmacro %}
