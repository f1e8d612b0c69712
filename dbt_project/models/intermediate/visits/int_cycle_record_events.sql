{#
    What the records add to the history, as events.

    Without history, each change between two nights is an event, `between_syncs`, from the night it was first seen.
    With history, the record adds one last event where it says something else and is newer: its close comes after the
    history, or it was seen in a later night, or it names an outcome of which the history of the same night knows
    nothing. An outcome is dated by the vendor's close; a first sight without one dates nothing. What lies after
    as_of adds nothing.
#}
with settings as (select * from {{ ref('int_settings') }}),

states as (select * from {{ ref('int_cycle_record_states') }}),

cycles as (
    select cycles.* from {{ ref('int_cycles') }} as cycles
    inner join {{ ref('int_touched_cycles') }} as touched on touched.cycle_id = cycles.cycle_id
),

history_ends as (select * from {{ ref('int_cycle_history_ends') }}),

-- the first version of the last unbroken run of what the record says now
runs as (
    select
        states.*,
        sum(case when is_change then 1 else 0 end) over (partition by cycle_id, record_type order by version_number) as run_number,
        sum(case when is_change then 1 else 0 end) over (partition by cycle_id, record_type) as runs,
        max(case when is_last_version then outcome end) over (partition by cycle_id, record_type) as last_outcome,
        max(case when is_last_version then extracted_at end) over (partition by cycle_id, record_type) as read_at,
        max(case when outcome is null then version_number else 0 end) over (partition by cycle_id, record_type) as last_open_version,
        lag(stage) over (partition by cycle_id, record_type order by version_number) as stage_before,
        lag(outcome) over (partition by cycle_id, record_type order by version_number) as outcome_before
    from states
),

judged as (
    select
        runs.*,
        cycles.vendor_closed_at as closed_at,
        cycles.vendor_closed_date as closed_date,
        cycles.vendor_closed_precision as closed_precision,
        cycles.vendor_closed_at > settings.as_of_cut or cycles.vendor_close_date > settings.as_of_date as closes_after_as_of,
        settings.as_of >= runs.read_at as is_live,
        coalesce(history_ends.has_history, false) as has_history,
        history_ends.last_stage,
        history_ends.last_at,
        history_ends.last_date,
        history_ends.last_extracted_at,
        history_ends.last_at > settings.as_of_cut as history_goes_on,
        -- versions from here on say the final outcome
        runs.last_outcome is not null and runs.version_number > runs.last_open_version as is_final_outcome,
        settings.reporting_timezone
    from runs
    cross join settings
    inner join cycles on cycles.cycle_id = runs.cycle_id
    left join history_ends on history_ends.cycle_id = runs.cycle_id and history_ends.record_type = runs.record_type
    where runs.is_change
        and (
            (runs.record_type = 'deal') = (cycles.deal_id is not null)
            or runs.seen_at < coalesce(cycles.deal_created_at, cycles.vendor_closed_at)
        )
),

applicable as (
    select
        *,
        case when closes_after_as_of or closed_at is null then case when has_history or sight > 1 or closes_after_as_of then seen_at end else closed_at end as outcome_at,
        closes_after_as_of is not true and closed_at is not null as is_dated_by_vendor
    from judged
    where not (is_final_outcome and coalesce(closes_after_as_of, false) and not is_live)
),

added as (
    select *
    from applicable
    where not has_history
        or (
            run_number = runs
            and not coalesce(history_goes_on, false)
            and coalesce(outcome, stage) is distinct from last_stage
            and coalesce(outcome, stage) <> 'referral'
            and (
                extracted_at > last_extracted_at
                or (outcome is not null and is_dated_by_vendor and (closed_at > last_at or closed_date = last_date))
                or (outcome is not null and last_stage not in {{ outcomes() }})
            )
        )
)

select
    cycle_id, is_final_outcome as is_final, record_type,
    case when is_final_outcome then outcome_at
        when is_dated_by_vendor and last_outcome is not null and not has_history then least(seen_at, closed_at)
        else seen_at end as entered_at,
    case when is_final_outcome and is_dated_by_vendor then closed_date end as entered_date,
    case when is_final_outcome and is_dated_by_vendor then closed_precision else 'between_syncs' end as entered_precision,
    version_number, stage, source_stage, sight
from added
where stage is not null and (sight = 1 or stage is distinct from stage_before) and not (has_history and outcome is not null)
union all
select
    cycle_id, is_final_outcome, record_type, case when is_final_outcome then outcome_at else seen_at end,
    case when is_final_outcome and is_dated_by_vendor then closed_date end,
    case when is_final_outcome and is_dated_by_vendor then closed_precision else 'between_syncs' end,
    version_number, outcome, source_stage, sight
from added
where outcome is not null and (has_history or sight = 1 or outcome is distinct from outcome_before)
