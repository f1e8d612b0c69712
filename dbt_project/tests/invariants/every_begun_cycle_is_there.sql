{# A lead or deal that began by as_of, by its own dates or its history, is in the facts. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_sales_cycles'}}}) }}

with settings as (select * from {{ ref('int_settings') }}),

dates as (
    select 'deal' as record_type, source, deal_id as record_id, created_at as dated_at from {{ ref('int_deals') }}
    union all
    select 'lead', source, lead_id, created_at from {{ ref('int_leads') }}
    union all
    select 'lead', source, lead_id, first_contact_at from {{ ref('int_leads') }}
    union all
    select 'deal', source, deal_id, entered_at from {{ ref('int_stage_events') }} where deal_id is not null
),

-- an event of a record that was deleted, or does not exist yet, is of no cycle
there as (
    select 'deal' as record_type, source, deal_id as record_id from {{ ref('int_deals') }}
    union all
    select 'lead', source, lead_id from {{ ref('int_leads') }}
),

records as (
    select there.record_type, there.source, there.record_id, min(dates.dated_at) as begun_at
    from there
    inner join dates
        on dates.record_type = there.record_type and dates.source = there.source and dates.record_id = there.record_id
    group by there.record_type, there.source, there.record_id
),

bridge as (select * from {{ ref('bridge_cycle_ids') }}),

cycles as (select * from {{ ref('fct_sales_cycles') }})

select records.*
from records
cross join settings
left join bridge
    on bridge.record_type = records.record_type
    and bridge.source = records.source
    and bridge.record_id = records.record_id
left join cycles on cycles.cycle_id = bridge.cycle_id
where cycles.cycle_id is null and records.begun_at <= settings.as_of_cut
