{#
    Associations between records that are there, in order: the primary one first, else the earliest id. What was merged
    away counts as its survivor.
#}
{% set objects = {'deal': 'deals', 'lead': 'leads', 'contact': 'contacts', 'company': 'companies', 'line_item': 'line_items'} %}

with associations as (
    select * from {{ ref('base_hubspot__associations') }} where to_id is not null
),

merges as (select * from {{ ref('stg_hubspot__merges') }}),

gone as (
    {% for object, name in objects.items() %}
        select '{{ object }}' as object, source, record_id
        from {{ ref('base_hubspot__' ~ name) }}
        where is_current and is_deleted
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

surviving as (
    select
        associations.source,
        associations.from_type,
        coalesce(from_merges.survivor_id, associations.from_id) as from_id,
        associations.to_type,
        coalesce(to_merges.survivor_id, associations.to_id) as to_id,
        max(case when associations.is_primary and from_merges.survivor_id is null then 1 else 0 end) as is_primary,
        min(associations.extracted_at) as extracted_at,
        max(associations.load_seq) as load_seq
    from associations
    left join merges as from_merges
        on from_merges.source = associations.source
        and from_merges.object = associations.from_type
        and from_merges.absorbed_id = associations.from_id
    left join merges as to_merges
        on to_merges.source = associations.source
        and to_merges.object = associations.to_type
        and to_merges.absorbed_id = associations.to_id
    group by
        associations.source,
        associations.from_type,
        coalesce(from_merges.survivor_id, associations.from_id),
        associations.to_type,
        coalesce(to_merges.survivor_id, associations.to_id)
),

final as (
    select
        surviving.source,
        concat(surviving.from_type, ':', surviving.from_id, ':', surviving.to_type, ':', surviving.to_id) as record_id,
        {{ derived_columns('surviving.extracted_at', 'surviving.load_seq') }},
        surviving.from_type,
        surviving.from_id,
        surviving.to_type,
        surviving.to_id,
        row_number() over (
            partition by surviving.source, surviving.from_type, surviving.from_id, surviving.to_type
            order by surviving.is_primary desc, {{ as_number('surviving.to_id') }}, surviving.to_id
        ) as place
    from surviving
    left join gone as from_gone
        on from_gone.source = surviving.source
        and from_gone.object = surviving.from_type
        and from_gone.record_id = surviving.from_id
    left join gone as to_gone
        on to_gone.source = surviving.source and to_gone.object = surviving.to_type and to_gone.record_id = surviving.to_id
    where from_gone.record_id is null and to_gone.record_id is null
)

select * from final
