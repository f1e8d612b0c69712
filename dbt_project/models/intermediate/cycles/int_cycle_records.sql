{#
    The records of each cycle: one deal with the leads it absorbed, or one lead, and their twins in other sources, which
    only lead to it: what names them names the cycle. A cycle begins with the earliest of
    what its records say and of their history (`begun_at`); one that begins after as_of does not exist yet.
#}
with settings as (select * from {{ ref('int_settings') }}),

lead_deals as (select * from {{ ref('int_lead_deals') }}),

first_events as (
    select
        source,
        case when deal_id is null then 'lead' else 'deal' end as record_type,
        coalesce(deal_id, lead_id) as record_id,
        min(entered_at) as first_at
    from {{ ref('int_stage_events') }}
    group by source, case when deal_id is null then 'lead' else 'deal' end, coalesce(deal_id, lead_id)
),

records as (
    select
        'deal' as record_type, source, deal_id as record_id, created_at, created_at as begun_at,
        concat('deal|', source, '|', deal_id) as attempt
    from {{ ref('int_deals') }}
    union all
    select
        'lead', leads.source, leads.lead_id, leads.created_at, least(leads.created_at, leads.first_contact_at),
        case
            when lead_deals.deal_id is null then concat('lead|', leads.source, '|', leads.lead_id)
            else concat('deal|', lead_deals.deal_source, '|', lead_deals.deal_id)
        end
    from {{ ref('int_leads') }} as leads
    left join lead_deals on lead_deals.lead_source = leads.source and lead_deals.lead_id = leads.lead_id
),

attempts as (
    select *, 0 as is_twin from records
    union all
    select twins.record_type, twins.source, twins.record_id, null, null, records.attempt, 1
    from {{ ref('int_twins') }} as twins
    inner join records
        on records.record_type = twins.record_type
        and records.source = twins.main_source
        and records.record_id = twins.main_id
),

led as (
    select
        records.record_type,
        records.source,
        records.record_id,
        records.created_at,
        min(least(records.begun_at, first_events.first_at)) over (partition by attempt) as begun_at,
        row_number() over (
            partition by attempt
            order by is_twin, case when created_at is null then 1 else 0 end, created_at, records.source, records.record_id, records.record_type
        ) as place,
        first_value(concat(records.record_type, '|', records.source, '|', records.record_id)) over (
            partition by attempt
            order by is_twin, case when created_at is null then 1 else 0 end, created_at, records.source, records.record_id, records.record_type
        ) as leader
    from attempts as records
    left join first_events
        on first_events.source = records.source
        and first_events.record_type = records.record_type
        and first_events.record_id = records.record_id
)

select
    {{ hashed_id(["'cycle'", 'leader']) }} as cycle_id,
    {{ hashed_id(["'cycle'", "concat(record_type, '|', source, '|', record_id)"]) }} as own_cycle_id,
    record_type,
    source,
    record_id,
    created_at,
    begun_at,
    place
from led
cross join settings
where begun_at is null or begun_at <= settings.as_of_cut
