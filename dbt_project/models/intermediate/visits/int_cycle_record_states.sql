{#
    What the record of each touched cycle said, version by version, as stage and outcome. A row is a version in which
    one of the two changed; `is_last` is what it says now. Status words need no map; a stage that is an outcome is one.
#}
with settings as (select * from {{ ref('int_settings') }}),

touched as (select * from {{ ref('int_touched_cycles') }}),

records as (
    select records.* from {{ ref('int_cycle_records') }} as records
    inner join touched on touched.cycle_id = records.cycle_id
),

current_deals as (select * from {{ ref('int_deals') }} where is_listed),

current_leads as (select * from {{ ref('int_leads') }}),

said as (
    select
        records.cycle_id, 'deal' as record_type, versions.source, versions.version_number, versions.is_current,
        versions.extracted_at,
        -- what the record says now includes the user's overrides
        case when versions.is_current then current_deals.pipeline else versions.pipeline end as pipeline,
        case when versions.is_current then current_deals.stage else versions.stage end as stage,
        case when versions.is_current then current_deals.status else versions.status end as status
    from {{ ref('int_deal_versions') }} as versions
    inner join records
        on records.record_type = 'deal' and records.source = versions.source and records.record_id = versions.deal_id
    inner join current_deals on current_deals.source = versions.source and current_deals.deal_id = versions.deal_id
    where not versions.is_deleted
    union all
    select
        records.cycle_id, 'lead', versions.source, versions.version_number, versions.is_current, versions.extracted_at,
        case when versions.is_current then current_leads.pipeline else versions.pipeline end, null,
        case when versions.is_current then current_leads.status else versions.status end
    from {{ ref('int_lead_versions') }} as versions
    inner join records
        on records.record_type = 'lead' and records.source = versions.source and records.record_id = versions.lead_id
    inner join current_leads on current_leads.source = versions.source and current_leads.lead_id = versions.lead_id
    inner join {{ ref('int_cycles') }} as cycles
        on cycles.cycle_id = records.cycle_id and cycles.lead_id = versions.lead_id and cycles.lead_system = versions.source
    where not versions.is_deleted
),

mapped as (
    select
        said.*,
        coalesce(stages.stage, case when statuses.stage not in {{ outcomes() }} then statuses.stage end) as said_stage,
        coalesce(case when statuses.stage in {{ outcomes() }} then statuses.stage end,
            case when stages.stage in {{ outcomes() }} then stages.stage end) as said_outcome,
        coalesce(
            case when said.stage is not null then coalesce(stages.label, said.stage) end, statuses.label, said.status
        ) as source_stage
    from said
    left join {{ ref('int_stage_lookup') }} as stages
        on stages.source = said.source
        and stages.stage_key = {{ match_key('said.stage') }}
        and stages.pipeline_key = coalesce({{ match_key('said.pipeline') }}, '')
    left join {{ ref('int_stage_lookup') }} as statuses
        on statuses.source = said.source
        and statuses.stage_key = {{ match_key('said.status') }}
        and statuses.pipeline_key = coalesce({{ match_key('said.pipeline') }}, '')
),

compared as (
    select
        *,
        lag(said_stage) over (partition by cycle_id, record_type order by version_number) as stage_before,
        lag(said_outcome) over (partition by cycle_id, record_type order by version_number) as outcome_before,
        row_number() over (partition by cycle_id, record_type order by version_number) as sight,
        row_number() over (partition by cycle_id, record_type order by version_number desc) = 1 as is_last_version
    from mapped
)

select
    compared.cycle_id,
    compared.record_type,
    compared.version_number,
    compared.sight,
    case when compared.said_stage in {{ outcomes() }} then null else compared.said_stage end as stage,
    compared.said_outcome as outcome,
    compared.source_stage,
    compared.sight = 1
        or compared.stage_before is distinct from compared.said_stage
        or compared.outcome_before is distinct from compared.said_outcome as is_change,
    compared.is_last_version,
    least(compared.extracted_at, settings.as_of_cut) as seen_at,
    compared.extracted_at
from compared
cross join settings
where compared.said_stage is not null or compared.said_outcome is not null
