{#
    Stage changes as the systems tell them; `mapped_stage` is filled where the sheet's column names the stage itself. Of
    a record that two sources have only the one that counts tells its history (int_twins).
#}
with settings as (select * from {{ ref('int_settings') }}),

events as (
    {{ current_of_all_systems('stage_events', [
        'deal_id', 'lead_id', 'stage', 'mapped_stage', 'entered_at', 'entered_on', 'sequence', 'pipeline', 'owner', 'evidence',
    ], 'stage') }}
),

overrides as (
    {{ current_of_all_systems('overrides', ['entity', 'id', 'field', 'value', 'valid_from_at', 'valid_from_on'], 'id') }}
),

timed as (
    select
        events.source,
        events.deal_id,
        events.lead_id,
        events.stage,
        events.mapped_stage,
        events.sequence,
        events.pipeline,
        events.owner as owner_ref,
        coalesce(events.evidence, 'history') as evidence,
        {{ resolved('events', 'entered') }},
        events.record_id,
        events.extracted_at,
        events.load_seq
    from events
    cross join settings
    left join {{ ref('int_twins') }} as twins
        on twins.source = events.source
        and twins.record_type = case when events.deal_id is null then 'lead' else 'deal' end
        and twins.record_id = coalesce(events.deal_id, events.lead_id)
    where (events.entered_at is not null or events.entered_on is not null) and twins.record_id is null
),

overridden as (
    select
        case when overrides.entity = 'deal' then deals.source else leads.source end as source,
        case when overrides.entity = 'deal' then overrides.id end as deal_id,
        case when overrides.entity = 'lead' then overrides.id end as lead_id,
        overrides.value as stage,
        cast(null as varchar) as mapped_stage,
        cast(null as double) as sequence,
        cast(null as varchar) as pipeline,
        cast(null as varchar) as owner_ref,
        'override' as evidence,
        {{ resolved('overrides', 'valid_from', 'entered') }},
        overrides.record_id,
        overrides.extracted_at,
        overrides.load_seq
    from overrides
    cross join settings
    left join {{ ref('int_deals') }} as deals on deals.deal_id = overrides.id
    left join {{ ref('int_leads') }} as leads on leads.lead_id = overrides.id
    where overrides.field = 'stage' and (overrides.valid_from_at is not null or overrides.valid_from_on is not null)
)

select * from timed
union all
select * from overridden where source is not null
