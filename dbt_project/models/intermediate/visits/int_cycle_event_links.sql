{# Stage events with the cycle they belong to; a lead's only from the lead whose status history leads the cycle. #}
{{ config(materialized='view') }}

with records as (select * from {{ ref('int_cycle_records') }}),

events as (select * from {{ ref('int_stage_events') }}),

linked as (
    select
        records.cycle_id,
        records.record_type,
        records.place,
        events.*
    from events
    inner join records
        on records.source = events.source
        and records.record_type = case when events.deal_id is null then 'lead' else 'deal' end
        and records.record_id = coalesce(events.deal_id, events.lead_id)
),

chosen as (
    select cycle_id, min(place) as place
    from linked
    where record_type = 'lead'
    group by cycle_id
)

select linked.*
from linked
left join chosen on chosen.cycle_id = linked.cycle_id
where linked.record_type = 'deal' or linked.place = chosen.place
