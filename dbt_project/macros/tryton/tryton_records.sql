{#
    The body of a base model over records of a Tryton model: every version of each record, the fields named as text and
    blanks as null. A field of another record is `currency.code`; an exact number is `amount.decimal`. `dates` and
    `instants` are fields that the API tells in parts. That a record was written to makes no version by itself.
#}
{% macro tryton_records(relation, fields, dates=[], instants=['create_date']) %}
    {%- set paths = [] -%}
    {%- for field in fields -%}{%- do paths.append(tryton_path(field)) -%}{%- endfor -%}
    {%- for field in dates -%}
        {%- for part in ['year', 'month', 'day'] -%}{%- do paths.append('$.' ~ field ~ '.' ~ part) -%}{%- endfor -%}
    {%- endfor -%}
    {%- for field in instants -%}
        {%- for part in ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'] -%}
            {%- do paths.append('$.' ~ field ~ '.' ~ part) -%}
        {%- endfor -%}
    {%- endfor -%}
    with versions as (
        {{ record_versions(relation, ['write_date']) }}
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
        parent_id,
        payload,
        {% for field in fields %}
            nullif(trim({{ list_item('texts', loop.index) }}), '') as {{ tryton_column(field) }},
        {% endfor %}
        {% for field in dates %}
            {{ as_date(tryton_date_text('texts', fields | length + 3 * loop.index0)) }} as {{ field }},
        {% endfor %}
        {% for field in instants %}
            {{ as_instant(tryton_instant_text('texts', fields | length + 3 * (dates | length) + 7 * loop.index0)) }}
                as {{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{# Where a field is in a record: what is read of another record stands below the name of the field and a point. #}
{% macro tryton_path(field) %}
    {%- set outer, _, inner = field.partition('.') -%}
    {{ return('$.' ~ field if inner in ('', 'decimal') else '$."' ~ outer ~ '.".' ~ inner) }}
{% endmacro %}

{% macro tryton_column(field) %}{{ return(field.partition('.')[0]) }}{% endmacro %}

{# Parts of a time as text, from the position after `before` on. #}
{% macro tryton_date_text(texts, before) -%}
    concat({{ list_item(texts, before + 1) }}, '-', lpad({{ list_item(texts, before + 2) }}, 2, '0'), '-', lpad({{ list_item(texts, before + 3) }}, 2, '0'))
{%- endmacro %}

{% macro tryton_instant_text(texts, before) -%}
    concat(
        {{ tryton_date_text(texts, before) }}, ' ', lpad({{ list_item(texts, before + 4) }}, 2, '0'), ':',
        lpad({{ list_item(texts, before + 5) }}, 2, '0'), ':', lpad({{ list_item(texts, before + 6) }}, 2, '0'), '.',
        lpad(coalesce({{ list_item(texts, before + 7) }}, '0'), 6, '0'), '+00'
    )
{%- endmacro %}

{# The configured fields of an object; of an exact number what it is. #}
{% macro tryton_fields(base, object, fields) %}
    {%- set bare = "replace(replace({text}, '{\"__class__\":\"Decimal\",\"decimal\":\"', ''), '\"}', '')" -%}
    {{ configured_fields(base, object, fields, 'payload', bare) }}
{% endmacro %}
