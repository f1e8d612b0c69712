{#
    Every change of a stage, pipeline, status or owner that any landed row tells of: the vendor may cut a history short,
    so what a record once showed is kept. One row per record, property, value and time.
#}
{{ config(unique_key=['source', 'object', 'record_id']) }}

{% set histories = {
    'deal': {'dealstage': 'stage', 'pipeline': 'pipeline', 'hubspot_owner_id': 'owner'},
    'lead': {'hs_pipeline_stage': 'stage', 'hs_pipeline': 'pipeline', 'hubspot_owner_id': 'owner'},
    'contact': {'lifecyclestage': 'lifecyclestage', 'hs_lead_status': 'hs_lead_status', 'hubspot_owner_id': 'owner'},
} %}

with landed as (
    select rows_of.object, rows_of.source, rows_of.record_id, rows_of.payload, rows_of.extracted_at, rows_of.load_seq
    from {{ rows_of('hubspot', histories.keys()) }} as rows_of
    {% if is_incremental() %}
        inner join (
            select distinct object, source, record_id
            from {{ rows_of('hubspot', histories.keys()) }} as newly_landed
            where load_seq > (select coalesce(max(load_seq), -1) from {{ this }})
        ) as touched
            on touched.object = rows_of.object
            and touched.source = rows_of.source
            and touched.record_id = rows_of.record_id
    {% endif %}
    where rows_of.payload is not null
),

opened as (
    {% for object, properties in histories.items() %}
        select
            object,
            source,
            record_id,
            extracted_at,
            load_seq,
            {% set paths = [] %}
            {% for property in properties %}{% do paths.append('$.propertiesWithHistory.' ~ property) %}{% endfor %}
            {{ json_texts('payload', paths) }} as texts
        from landed
        where object = '{{ object }}'
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

by_property as (
    {% for object, properties in histories.items() %}
        {% set outer = loop %}
        {% for property, role in properties.items() %}
            select
                object, source, record_id, extracted_at, load_seq,
                '{{ role }}' as property,
                {{ list_item('texts', loop.index) }} as entries
            from opened
            where object = '{{ object }}'
            {{ 'union all' if not (outer.last and loop.last) }}
        {% endfor %}
    {% endfor %}
),

entries as (
    {{ json_each('by_property', 'entries', ['object', 'source', 'record_id', 'extracted_at', 'load_seq', 'property']) }}
),

changes as (
    select *, {{ json_texts('item', ['$.value', '$.timestamp']) }} as texts
    from entries
),

timed as (
    select
        object,
        source,
        record_id,
        property,
        nullif(trim({{ list_item('texts', 1) }}), '') as value,
        {{ as_instant_or_milliseconds(list_item('texts', 2)) }} as changed_at,
        extracted_at,
        load_seq
    from changes
)

select
    object,
    source,
    record_id,
    property,
    value,
    changed_at,
    max(extracted_at) as extracted_at,
    max(load_seq) as load_seq
from timed
where changed_at is not null
group by object, source, record_id, property, value, changed_at
