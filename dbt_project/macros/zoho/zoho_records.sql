{#
    The body of a base model over the records of a module: every version of each with the fields named, as text, blanks as
    null. A field that names another record is asked for as `<field>.id`; its column has a double underscore there.
#}
{% macro zoho_records(relation, fields, keys=['source', 'record_id']) %}
    {% set paths = ['$.Created_Time', '$.Owner.id', '$.Owner.name', '$.Owner.email'] %}
    {% for field in fields %}{% do paths.append('$.' ~ field) %}{% endfor %}
    with versions as (
        {{ record_versions(relation, ['Modified_Time'], keys) }}
    ),

    opened as (
        select *, {{ json_texts('payload', paths) }} as texts
        from versions
    )

    select
        {{ keys | join(', ') }},
        version_number,
        is_current,
        coalesce(is_deleted, false) as is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        payload,
        {{ as_instant(list_item('texts', 1)) }} as created_at,
        {{ list_item('texts', 2) }} as owner_id,
        nullif(trim({{ list_item('texts', 3) }}), '') as owner_name,
        nullif(trim({{ list_item('texts', 4) }}), '') as owner_email,
        {% for field in fields %}
            nullif(trim({{ list_item('texts', loop.index + 4) }}), '') as {{ field | lower | replace('.', '__') }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{# The configured fields of a module; of one that names another record, the name of that. #}
{% macro zoho_fields(base, module, fields) %}
    {{ configured_fields(base, module, fields, 'payload', "case when left({text}, 1) = chr(123) then " ~ json_text('{text}', "'$.name'") ~ " else {text} end") }}
{% endmacro %}

{# The owner of a row of `relation`, none where that user stands for nobody; needs zoho_owners joined as `owners`. #}
{% macro zoho_owner(relation) -%}
    case when not coalesce(owners.is_nobody, false) then {{ relation }}.owner_id end
{%- endmacro %}

{# A value as a timeline shows it, where an empty field has a word. #}
{% macro zoho_value(text) -%}
    case when lower(trim({{ text }})) not in ('', 'blank', '-none-', 'none') then trim({{ text }}) end
{%- endmacro %}
