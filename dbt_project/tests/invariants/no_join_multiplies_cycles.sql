{# No deal and no lead is in two cycles, and the amounts of the deals are there once. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_sales_cycles'}}}) }}

with deals as (select * from {{ ref('int_deals') }}),

bridge as (select * from {{ ref('bridge_cycle_ids') }}),

cycles as (select * from {{ ref('fct_sales_cycles') }}),

expected as (
    select count(distinct bridge.cycle_id) as cycles, coalesce(sum(deals.amount), 0) as amount
    from bridge
    inner join (select distinct cycle_id from cycles) as known on known.cycle_id = bridge.cycle_id
    left join deals
        on bridge.record_type = 'deal' and deals.source = bridge.source and deals.deal_id = bridge.record_id
),

found as (select count(*) as cycles, coalesce(sum(amount), 0) as amount from cycles),

records as (
    select record_type, count(*) as records
    from (select distinct record_type, source, record_id from bridge) as known
    group by record_type
),

bridged as (
    select record_type, count(*) as records from bridge group by record_type
)

select 'cycles' as what, cast(expected.cycles as double) as expected, cast(found.cycles as double) as found
from expected
cross join found
where expected.cycles <> found.cycles
union all
select 'amount', expected.amount, found.amount
from expected
cross join found
where abs(expected.amount - found.amount) > 0.000001 * greatest(1, abs(expected.amount))
union all
select records.record_type, cast(records.records as double), cast(coalesce(bridged.records, 0) as double)
from records
left join bridged on bridged.record_type = records.record_type
where records.records <> coalesce(bridged.records, 0)
