{#
    The body of a base model over CRM objects: every version of each record with the properties named, as text, blanks
    as null. What the vendor moves by itself makes no version, and neither does a longer or shorter history, which
    base_hubspot__histories reads of every landed row.
#}
{% macro hubspot_objects(relation, properties, keys=['source', 'record_id']) %}
    {% set paths = ['$.properties', '$.createdAt', '$.archived'] %}
    {% for property in properties %}{% do paths.append('$.properties.' ~ property) %}{% endfor %}
    with versions as (
        {{ record_versions(relation, hubspot_volatile(), keys) }}
    ),

    opened as (
        select *, {{ json_texts('payload', paths) }} as texts
        from versions
    )

    select
        {{ keys | join(', ') }},
        version_number,
        is_current,
        coalesce(is_deleted, false) or coalesce({{ list_item('texts', 3) }} = 'true', false) as is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        {{ json_text('context', "'$.merged_into'") }} as merged_into,
        {{ list_item('texts', 1) }} as properties,
        {{ list_item('texts', 2) }} as created_text,
        {% for property in properties %}
            nullif(trim({{ list_item('texts', loop.index + 3) }}), '') as {{ property }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{% macro hubspot_volatile() %}{{ return([
    'updatedAt', 'properties.hs_lastmodifieddate', 'properties.lastmodifieddate', 'propertiesWithHistory',
]) }}{% endmacro %}

{# The engagement objects, with the kind that the model calls each. #}
{% macro hubspot_activity_kinds() %}{{ return({
    'call': 'call', 'email': 'email', 'note': 'note', 'task': 'task', 'meeting': 'meeting', 'communication': 'message',
}) }}{% endmacro %}

{# A time property as the staged pair: an instant, or the date that a property without a time holds. #}
{% macro hubspot_time(value, stem) -%}
    case when length({{ value }}) <> 10 then {{ as_instant_or_milliseconds(value) }} end as {{ stem }}_at,
    case when length({{ value }}) = 10 then {{ as_date(value) }} end as {{ stem }}_on
{%- endmacro %}
