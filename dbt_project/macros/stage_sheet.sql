{#
    The body of a staging model over sheets: every version of the records with the canonical fields typed.

    `fields` maps each field to text, number, boolean or time. A time becomes two columns, of which one is filled:
    `<field>` with its `_at` dropped plus `_at` (an instant) and plus `_on` (a date without a time). `absent` are the
    texts that other systems have and no sheet.
#}
{% macro stage_sheet(relation, fields, absent=[]) %}
    {% set paths = [] %}
    {% for field in fields %}{% do paths.append('$.canonical.' ~ field) %}{% endfor %}
    {% do paths.append('$.canonical.custom') %}
    {% do paths.append('$.errors') %}
    with versions as (
        {{ record_versions(relation) }}
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
        is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        {{ list_item('texts', paths | length) }} as errors,
        {{ list_item('texts', paths | length - 1) }} as custom,
        {% for field in absent %}
            cast(null as varchar) as {{ field }},
        {% endfor %}
        {% for field, type in fields.items() %}
            {% set text = list_item('texts', loop.index) %}
            {% if type == 'time' %}
                {% set stem = time_stem(field) %}
                case when length({{ text }}) > 10 then {{ as_instant(text) }} end as {{ stem }}_at,
                case when length({{ text }}) = 10 then {{ as_date(text) }} end as {{ stem }}_on
            {% elif type == 'number' %}
                {{ as_number(text) }} as {{ field }}
            {% elif type == 'boolean' %}
                {{ text }} in ('true', 'yes') as {{ field }}
            {% else %}
                nullif(trim({{ text }}), '') as {{ field }}
            {% endif %}
            {{- ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}


{# The stem of a time field: created_at is created, close_date is close_date, from is valid_from. #}
{% macro time_stem(field) %}{{ return({'from': 'valid_from', 'date': 'valid'}.get(field, field[:-3] if field.endswith('_at') or field.endswith('_on') else field)) }}{% endmacro %}
