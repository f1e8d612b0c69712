{#
    Everything that the visits of the touched cycles are made of, one row per event:
    `start` (a record was created, or the first contact: the cycle cannot begin later; creation comes before contact
    of its date, which is its sequence), `history`, `final` (the record's
    outcome, which comes last whatever its date) and `evidence` (fills time for which no system names a stage).
#}
with settings as (select * from {{ ref('int_settings') }}),

touched as (select * from {{ ref('int_touched_cycles') }}),

cycles as (
    select cycles.* from {{ ref('int_cycles') }} as cycles
    inner join touched on touched.cycle_id = cycles.cycle_id
),

starts as (
    select cycle_id, 1 as sequence, lead_created_at as entered_at, lead_created_date as entered_date, lead_created_precision as entered_precision
    from cycles
    union all
    select cycle_id, 2, deal_created_at, deal_created_date, deal_created_precision from cycles
    union all
    select cycle_id, 3, first_contact_at, first_contact_date, first_contact_precision from cycles
    union all
    select activities.cycle_id, 4, activities.occurred_at, activities.occurred_date, activities.occurred_precision
    from {{ ref('int_activities_matched') }} as activities
    inner join cycles on cycles.cycle_id = activities.cycle_id
    cross join settings
    where activities.is_outreach and activities.link = 'direct' and activities.occurred_at <= settings.as_of_cut
),

undated as (
    -- a record without any date is known from the night it was first seen
    select cycles.cycle_id, least(cycles.first_seen_at, settings.as_of_cut) as seen_at, cycles.lead_id is not null as has_lead
    from cycles
    cross join settings
)

select
    cycle_id, 'start' as class, entered_at, entered_date, entered_precision, cast(sequence as double) as sequence,
    cast(null as varchar) as stage, cast(null as varchar) as source_stage, cast(null as varchar) as evidence
from starts
where entered_at is not null
union all
select
    history.cycle_id, 'history', history.entered_at, history.entered_date, history.entered_precision, history.sequence,
    history.stage, history.source_stage, history.evidence
from {{ ref('int_cycle_history') }} as history
cross join settings
where history.entered_at <= settings.as_of_cut
union all
select
    added.cycle_id,
    case when added.is_final then 'final' else 'record' end,
    added.entered_at,
    coalesce(added.entered_date, {{ local_date('added.entered_at', 'settings.reporting_timezone') }}),
    added.entered_precision,
    added.version_number,
    added.stage,
    added.source_stage,
    case when added.sight = 1 then 'record' else 'versions' end
from {{ ref('int_cycle_record_events') }} as added
cross join settings
union all
select
    evidence.cycle_id, 'evidence', evidence.entered_at, evidence.entered_date, evidence.entered_precision, null,
    evidence.stage, null, evidence.evidence
from {{ ref('int_cycle_evidence') }} as evidence
inner join touched on touched.cycle_id = evidence.cycle_id
union all
select
    undated.cycle_id, 'sight', undated.seen_at, {{ local_date('undated.seen_at', 'settings.reporting_timezone') }}, 'between_syncs',
    null, case when undated.has_lead then 'prospecting' else 'unknown' end, null, 'record'
from undated
cross join settings
