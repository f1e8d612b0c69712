{#
    What the configuration's property of each field says of each version of `base`: one row per version, one text column
    per field, null where no property is configured for it. `container` is the JSON column that holds the properties;
    `value` is the SQL of what counts, over `{text}` and the joined row `map` (field, property).
#}
{% macro configured_fields(base, object, fields, container='properties', value='{text}') %}
    {%- set text = "nullif(trim(" ~ json_text('base.' ~ container, "concat('$.\"', map.property, '\"')") ~ "), '')" %}
    select
        base.source,
        base.record_id,
        base.version_number,
        {% for field in fields %}
            max(case when map.field = '{{ field }}' then {{ value.replace('{text}', text) }} end) as {{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ base }} as base
    inner join {{ source('config', 'field_map') }} as map on map.source = base.source and map.entity = '{{ object }}'
    group by base.source, base.record_id, base.version_number
{% endmacro %}
