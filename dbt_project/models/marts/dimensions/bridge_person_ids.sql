{#
    Every id under which a person was, or would have been, known: an id kept from before a merge still finds its person,
    be the merge ours or the system's.
#}
with records as (select * from {{ ref('int_person_records') }}),

merges as (select * from {{ ref('int_merges') }} where object = 'contact')

select
    person_id,
    own_person_id as former_person_id,
    source,
    record_type,
    record_id
from records
union all
select
    records.person_id,
    {{ hashed_id(["'person'", "concat('person|', records.source, '|', merges.absorbed_id)"]) }},
    records.source,
    records.record_type,
    merges.absorbed_id
from merges
inner join records
    on records.source = merges.source and records.record_type = 'person' and records.record_id = merges.survivor_id
