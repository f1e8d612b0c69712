{#
    Records that were merged away, with the one that lives on, however many merges lie between. A merge shows on the
    record that is gone, or in the list of the survivor.
#}
{% set objects = {'deal': 'deals', 'lead': 'leads', 'contact': 'contacts', 'company': 'companies'} %}

with records as (
    {% for object, name in objects.items() %}
        select '{{ object }}' as object, source, record_id, is_deleted, merged_into, hs_merged_object_ids, extracted_at, load_seq
        from {{ ref('base_hubspot__' ~ name) }}
        where is_current
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

listed as (
    select object, source, record_id, extracted_at, load_seq, {{ parts_as_json('hs_merged_object_ids') }} as absorbed_ids
    from records
    where hs_merged_object_ids is not null and not is_deleted
),

parts as (
    {{ json_each('listed', 'absorbed_ids', ['object', 'source', 'record_id', 'extracted_at', 'load_seq']) }}
),

links as (
    select object, source, {{ part_of_json('item') }} as absorbed_id, record_id as survivor_id, extracted_at, load_seq
    from parts
    union all
    select object, source, record_id, merged_into, extracted_at, load_seq
    from records
    where merged_into is not null
),

merged as (
    select * from links where absorbed_id is not null and absorbed_id <> survivor_id
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

absorbed as (
    select object, source, absorbed_id, min(extracted_at) as extracted_at, max(load_seq) as load_seq
    from merged
    group by object, source, absorbed_id
),

survivors as (
    select clusters.label, max(merged.survivor_id) as survivor_id
    from merged
    inner join clusters on clusters.node = concat(merged.object, '|', merged.source, '|', merged.survivor_id)
    left join absorbed
        on absorbed.object = merged.object and absorbed.source = merged.source and absorbed.absorbed_id = merged.survivor_id
    where absorbed.absorbed_id is null
    group by clusters.label
)

select
    absorbed.source,
    concat(absorbed.object, ':', absorbed.absorbed_id) as record_id,
    {{ derived_columns('absorbed.extracted_at', 'absorbed.load_seq') }},
    absorbed.object,
    absorbed.absorbed_id,
    survivors.survivor_id
from absorbed
inner join clusters on clusters.node = concat(absorbed.object, '|', absorbed.source, '|', absorbed.absorbed_id)
inner join survivors on survivors.label = clusters.label
