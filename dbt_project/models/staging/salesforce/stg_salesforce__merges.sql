{#
    Records that were merged away, with the one that lives on, however many merges lie between: the record that is gone
    names its master.
#}
{% set objects = {'lead': 'leads', 'contact': 'contacts', 'company': 'accounts'} %}

with merged as (
    {% for object, name in objects.items() %}
        select '{{ object }}' as object, source, record_id as absorbed_id, merged_into as survivor_id, extracted_at, load_seq
        from {{ ref('base_salesforce__' ~ name) }}
        where is_current and is_deleted and merged_into <> record_id
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

pairs as (
    select
        concat(object, '|', source, '|', absorbed_id) as node,
        concat(object, '|', source, '|', survivor_id) as shared_key
    from merged
    union
    select concat(object, '|', source, '|', survivor_id), concat(object, '|', source, '|', survivor_id)
    from merged
),

clusters as ({{ connected('pairs') }}),

survivors as (
    select clusters.label, max(merged.survivor_id) as survivor_id
    from merged
    inner join clusters on clusters.node = concat(merged.object, '|', merged.source, '|', merged.survivor_id)
    left join merged as absorbed
        on absorbed.object = merged.object and absorbed.source = merged.source and absorbed.absorbed_id = merged.survivor_id
    where absorbed.absorbed_id is null
    group by clusters.label
)

select
    merged.source,
    concat(merged.object, ':', merged.absorbed_id) as record_id,
    {{ derived_columns('merged.extracted_at', 'merged.load_seq') }},
    merged.object,
    merged.absorbed_id,
    survivors.survivor_id
from merged
inner join clusters on clusters.node = concat(merged.object, '|', merged.source, '|', merged.absorbed_id)
inner join survivors on survivors.label = clusters.label
