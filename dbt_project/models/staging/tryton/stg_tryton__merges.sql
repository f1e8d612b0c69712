{#
    Parties that were replaced by another, with the one that lives on, however many replacements lie between. A party is
    a company and a person at once, so it is gone as both.
#}
with replaced as (
    select source, record_id, replaced_by, extracted_at, load_seq
    from {{ ref('base_tryton__parties') }}
    where is_current and replaced_by is not null and replaced_by <> record_id
),

pairs as (
    select concat(source, '|', record_id) as node, concat(source, '|', replaced_by) as shared_key from replaced
    union
    select concat(source, '|', replaced_by), concat(source, '|', replaced_by) from replaced
),

clusters as ({{ connected('pairs') }}),

survivors as (
    select clusters.label, max(replaced.replaced_by) as survivor_id
    from replaced
    inner join clusters on clusters.node = concat(replaced.source, '|', replaced.replaced_by)
    left join replaced as onward on onward.source = replaced.source and onward.record_id = replaced.replaced_by
    where onward.record_id is null
    group by clusters.label
),

objects as (
    select 'contact' as object
    union all
    select 'company'
)

select
    replaced.source,
    concat(objects.object, ':', replaced.record_id) as record_id,
    {{ derived_columns('replaced.extracted_at', 'replaced.load_seq') }},
    objects.object,
    replaced.record_id as absorbed_id,
    survivors.survivor_id
from replaced
cross join objects
inner join clusters on clusters.node = concat(replaced.source, '|', replaced.record_id)
inner join survivors on survivors.label = clusters.label
