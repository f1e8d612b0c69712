{#
    Every record of a cycle, with the id that the cycle would have had by that record alone: absorbed ids stay findable,
    those of records that the system merged away too.
#}
with records as (select * from {{ ref('int_cycle_records') }}),

-- a contact that was merged away may have been a lead
merges as (
    select source, case when object = 'contact' then 'lead' else object end as record_type, absorbed_id, survivor_id
    from {{ ref('int_merges') }}
    where object in ('deal', 'lead', 'contact')
)

select
    cycle_id,
    own_cycle_id as former_cycle_id,
    source,
    record_type,
    record_id
from records
union all
select
    records.cycle_id,
    {{ hashed_id(["'cycle'", "concat(records.record_type, '|', records.source, '|', merges.absorbed_id)"]) }},
    records.source,
    records.record_type,
    merges.absorbed_id
from merges
inner join records
    on records.source = merges.source
    and records.record_type = merges.record_type
    and records.record_id = merges.survivor_id
