{#
    The ordered events of the touched cycles joined into runs: runs of one `stage`, or of one stage of the system's own
    (`source_stage`).

    The gap before the first run is `prospecting` where a lead or evidence exists, else `unknown`; a gap of up to a second
    is none, and one before a run of the same stage is part of it, but a cycle that closes as it begins has a visit of
    no length.
#}
{% macro cycle_runs(by) %}
with starts as (select * from {{ ref('int_cycle_starts') }}),

labelled as (
    select
        *,
        {% if by == 'stage' %}
            stage as label
        {% else %}
            case when stage in {{ outcomes() }} then stage else coalesce(source_stage, stage) end as label
        {% endif %}
    from {{ ref('int_ordered_events') }}
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
        {{ value_of_least('label', 'place') }} as first_label,
        min(place) as place,
        max(case when is_evidence then 1 else 0 end) = 1 as has_evidence
    from runs
    where not is_referral
    group by cycle_id
),

gaps as (
    select
        starts.cycle_id,
        starts.started_at,
        starts.started_date,
        starts.started_precision,
        starts.seen_at,
        starts.seen_date,
        first_runs.place as first_place,
        case when first_runs.has_evidence then 'prospecting' else starts.stage end as stage,
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
                    and first_runs.first_label
                        <> case when first_runs.has_evidence then 'prospecting' else starts.stage end
                )
            )
        ) as is_gap
    from starts
    left join first_runs on first_runs.cycle_id = starts.cycle_id
),

begun as (
    select
        runs.*,
        gaps.started_at,
        gaps.started_date,
        gaps.started_precision,
        runs.place = gaps.first_place and not gaps.is_gap and gaps.started_at is not null as begins_cycle
    from runs
    inner join gaps on gaps.cycle_id = runs.cycle_id
)

select
    cycle_id, 0 as step_order, stage, stage as label, cast(null as varchar) as source_stage, 'record' as evidence,
    false as is_referral,
    coalesce(started_at, seen_at) as entered_at,
    coalesce(started_date, seen_date) as entered_date,
    coalesce(started_precision, 'between_syncs') as entered_precision,
    started_at, started_date, started_precision
from gaps
where is_gap
union all
select
    cycle_id, place, stage, label, source_stage, evidence, is_referral,
    case when begins_cycle then started_at else ordered_at end,
    case when begins_cycle then started_date else entered_date end,
    case when begins_cycle then started_precision else entered_precision end,
    started_at, started_date, started_precision
from begun
{% endmacro %}
