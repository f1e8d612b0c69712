{#
    One row per cycle with the fingerprint of everything its visits are made of: its records and their versions,
    stage events, evidence, the configuration, and on which side of as_of each lies. The visits of a cycle are made
    anew when, and only when, its fingerprint changes, so that the incremental result equals a full refresh.
#}
with settings as (select * from {{ ref('int_settings') }}),

holidays as (
    select count(*) as days, sum({{ row_hash(['date_day', 'region']) }}) as hash_of_days from {{ ref('int_holidays') }}
),

labels as (
    select
        sum({{ row_hash(['source', 'pipeline', 'pipeline_label', 'stage', 'label', 'default_stage']) }}) as hash_of_labels
    from {{ ref('int_source_stages') }}
),

records as (select * from {{ ref('int_cycle_records') }}),

cycles as (select * from {{ ref('int_cycles') }}),

inputs as (
    select
        records.cycle_id,
        {{ row_hash(["'version'", 'versions.source', 'versions.deal_id', 'versions.version_number', 'versions.load_seq',
            'versions.pipeline', 'versions.stage', 'versions.status',
            'least(versions.extracted_at, settings.as_of_cut)']) }} as hash_of_row
    from {{ ref('int_deal_versions') }} as versions
    cross join settings
    inner join records
        on records.record_type = 'deal' and records.source = versions.source and records.record_id = versions.deal_id
    union all
    select
        records.cycle_id,
        {{ row_hash(["'version'", 'versions.source', 'versions.lead_id', 'versions.version_number', 'versions.load_seq',
            'versions.pipeline', 'versions.status',
            'least(versions.extracted_at, settings.as_of_cut)']) }}
    from {{ ref('int_lead_versions') }} as versions
    cross join settings
    inner join records
        on records.record_type = 'lead' and records.source = versions.source and records.record_id = versions.lead_id
    union all
    select
        events.cycle_id,
        {{ row_hash(["'event'", 'events.record_id', 'events.load_seq', 'events.pipeline', 'events.stage', 'events.entered_at',
            'events.entered_at <= settings.as_of_cut']) }}
    from {{ ref('int_cycle_event_links') }} as events
    cross join settings
    union all
    select cycle_id, {{ row_hash(["'evidence'", 'stage', 'entered_at']) }} from {{ ref('int_cycle_evidence') }}
    union all
    select
        cycles.cycle_id,
        {{ row_hash(["'cycle'", 'cycles.deal_id', 'cycles.lead_id', 'cycles.lead_created_at', 'cycles.deal_created_at',
            'cycles.pipeline', 'cycles.vendor_closed_at', 'cycles.vendor_closed_at <= settings.as_of_cut',
            'cycles.base_started_at <= settings.as_of_cut', 'settings.as_of >= cycles.first_seen_at', 'settings.config_hash',
            'overrides.load_seq', 'holidays.hash_of_days', 'labels.hash_of_labels']) }}
    from cycles
    cross join settings
    cross join holidays
    cross join labels
    left join {{ ref('int_overrides') }} as overrides
        on overrides.id = coalesce(cycles.deal_id, cycles.lead_id)
        and overrides.entity = case when cycles.deal_id is null then 'lead' else 'deal' end
)

select
    cycles.cycle_id,
    concat(cast(count(*) as varchar), '-', cast(sum(inputs.hash_of_row) as varchar)) as fingerprint
from cycles
inner join inputs on inputs.cycle_id = cycles.cycle_id
group by cycles.cycle_id
