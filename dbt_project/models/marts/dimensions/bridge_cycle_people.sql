{# Everybody on the buyer's side of a cycle: the person of the cycle, and whoever else its deal or lead is tied to. #}
with cycles as (select cycle_id, person_id from {{ ref('int_sales_cycles') }}),

records as (select * from {{ ref('int_cycle_records') }}),

people as (select * from {{ ref('int_person_records') }} where record_type = 'person'),

tied as (
    select records.cycle_id, people.person_id
    from records
    inner join {{ ref('int_links') }} as links
        on links.source = records.source and links.from_type = records.record_type and links.from_id = records.record_id
    inner join people on people.source = links.source and people.record_id = links.to_id
    where links.to_type = 'contact'
),

unioned as (
    select cycle_id, person_id from cycles where person_id is not null
    union
    select cycle_id, person_id from tied
)

select
    unioned.cycle_id,
    unioned.person_id,
    coalesce(unioned.person_id = cycles.person_id, false) as is_primary
from unioned
inner join cycles on cycles.cycle_id = unioned.cycle_id
