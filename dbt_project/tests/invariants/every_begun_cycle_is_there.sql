{# A lead or deal that was created by as_of is in the facts; one without any date is too. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_sales_cycles'}}}) }}

with settings as (select * from {{ ref('int_settings') }}),

records as (
    select 'deal' as record_type, source, deal_id as record_id, created_at from {{ ref('int_deals') }}
    union all
    select 'lead', source, lead_id, created_at from {{ ref('int_leads') }}
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
where cycles.cycle_id is null and records.created_at <= settings.as_of_cut
