{# What the staging of every system with an API shares. #}

{# The columns that every staging model has, of the row of a base model. #}
{% macro version_columns(relation) -%}
    {{ relation }}.source,
    {{ relation }}.record_id,
    {{ relation }}.version_number,
    {{ relation }}.is_current,
    {{ relation }}.is_deleted,
    {{ relation }}.modified_at,
    {{ relation }}.extracted_at,
    {{ relation }}.load_seq,
    {{ relation }}.payload_error,
    cast(null as varchar) as errors
{%- endmacro %}

{# A field as the staged pair: an instant, or the date that a field without a time holds. #}
{% macro time_pair(value, stem) -%}
    case when length({{ value }}) <> 10 then {{ as_instant(value) }} end as {{ stem }}_at,
    case when length({{ value }}) = 10 then {{ as_date(value) }} end as {{ stem }}_on
{%- endmacro %}

{# Rows of several raw tables of a system as one, each with the stream that it is of. #}
{% macro rows_of(system, streams) -%}
    (
        {% for stream in streams %}
            select '{{ stream }}' as object, * from {{ source('raw', system ~ '__' ~ stream) }}
            {{ 'union all' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
