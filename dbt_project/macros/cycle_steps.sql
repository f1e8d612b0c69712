{#
    The steps of the touched cycles, read off their runs: kind, movement, exit and durations of each.
#}
{% macro cycle_steps(runs) %}
with settings as (select * from {{ ref('int_settings') }}),

touched as (select * from {{ ref('int_touched_cycles') }}),

calendar as (select * from {{ ref('int_calendar') }}),

runs as (select * from {{ runs }}),

placed as (
    select
        runs.*,
        touched.fingerprint,
        calendar.business_seconds_before + case
            when not calendar.is_business_day then 0
            else greatest(0, least(
                {{ local_second('runs.entered_at', 'settings.reporting_timezone') }}, settings.working_day_end_seconds
            ) - settings.working_day_start_seconds)
        end as business_seconds
    from runs
    inner join touched on touched.cycle_id = runs.cycle_id
    cross join settings
    left join calendar on calendar.date_day = {{ local_date('runs.entered_at', 'settings.reporting_timezone') }}
),

neighbours as (
    select
        *,
        row_number() over (partition by cycle_id order by step_order) as step_number,
        lead(step_order) over (partition by cycle_id, is_referral order by step_order) is null as is_last,
        lead(entered_at) over (partition by cycle_id, is_referral order by step_order) as exited_at,
        lead(entered_date) over (partition by cycle_id, is_referral order by step_order) as exited_date,
        lead(entered_precision) over (partition by cycle_id, is_referral order by step_order) as exited_precision,
        lead(business_seconds) over (partition by cycle_id, is_referral order by step_order) as exit_business_seconds,
        lag(stage) over (partition by cycle_id, is_referral order by step_order) as stage_before,
        {{ stage_number('stage') }} as number,
        {{ stage_number('lag(stage) over (partition by cycle_id, is_referral order by step_order)') }} as number_before
    from placed
),

kinds as (
    select
        *,
        case
            when is_referral then 'referral'
            when stage not in {{ outcomes() }} then 'visit'
            when is_last then 'outcome'
            else 'dormant'
        end as kind
    from neighbours
)

select
    cycle_id,
    fingerprint,
    step_number,
    kind,
    is_last,
    case when kind = 'dormant' then 'dormant' else stage end as stage,
    case when kind = 'dormant' then 'dormant' else label end as label,
    case when kind <> 'dormant' then number end as stage_number,
    source_stage,
    evidence,
    row_number() over (
        partition by cycle_id, case when kind = 'dormant' then 'dormant' else label end order by step_order
    ) as visit_number,
    case
        when kind in ('dormant', 'outcome') or stage = 'unmapped' then null
        when kind = 'referral' then 'forward'
        when stage_before is null then 'entry'
        when stage_before in {{ outcomes() }} then 'reopened'
        when stage_before in ('unmapped', 'unknown') then null
        when number > number_before + 1 then 'skip'
        when number > number_before then 'forward'
        when number < number_before then 'backward'
    end as movement,
    entered_at,
    entered_date,
    entered_precision,
    case when kind in ('visit', 'dormant') then exited_at end as exited_at,
    case when kind in ('visit', 'dormant') then exited_date end as exited_date,
    case when kind in ('visit', 'dormant') then exited_precision end as exited_precision,
    case when kind in ('visit', 'dormant') then
        {{ duration_days('entered_at', 'entered_date', 'entered_precision', 'exited_at', 'exited_date', 'exited_precision') }}
    end as duration_days,
    case
        when kind in ('visit', 'dormant') and entered_precision <> 'date' and exited_precision <> 'date' and exited_at >= entered_at
            then (exit_business_seconds - business_seconds) / 3600.0
    end as business_hours,
    started_at,
    started_date,
    started_precision
from kinds
{% endmacro %}
