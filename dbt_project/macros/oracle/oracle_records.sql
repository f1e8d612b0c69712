{#
    The body of a base model over the records of a resource: every version of each with the fields named, as text, blanks as
    null. That a record was saved makes no version by itself. Ids are large numbers, kept as text.
#}
{% macro oracle_records(relation, fields) %}
    {% set paths = ['$.CreationDate'] %}
    {% for field in fields %}{% do paths.append('$.' ~ field) %}{% endfor %}
    with versions as (
        {{ record_versions(relation, ['LastUpdateDate', 'LastUpdatedBy', 'LastUpdateLogin']) }}
    ),

    opened as (
        select *, {{ json_texts('payload', paths) }} as texts
        from versions
    )

    select
        source,
        record_id,
        version_number,
        is_current,
        coalesce(is_deleted, false) as is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        payload,
        {{ as_instant(list_item('texts', 1)) }} as created_at,
        {% for field in fields %}
            nullif(trim({{ list_item('texts', loop.index + 1) }}), '') as {{ field | lower }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{# The configured fields of an object. #}
{% macro oracle_fields(base, object, fields) %}
    {{ configured_fields(base, object, fields, 'payload') }}
{% endmacro %}

{# A flag, which is a word in some resources and true or false in others. #}
{% macro oracle_flag(value) -%}
    coalesce(lower({{ value }}) in ('true', 'y', 'yes', '1'), false)
{%- endmacro %}
