{#
    What the configuration's property of each field says of each version of `base`: one row per version, one column
    per field, null where no property is configured for it.
#}
{% macro hubspot_fields(base, object, fields) %}
    select
        base.source,
        base.record_id,
        base.version_number,
        {% for field in fields %}
            max(case when map.field = '{{ field }}' then nullif(trim({{ json_text('base.properties', "concat('$.\"', map.property, '\"')") }}), '') end)
                as {{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ base }} as base
    inner join {{ source('config', 'field_map') }} as map on map.source = base.source and map.entity = '{{ object }}'
    group by base.source, base.record_id, base.version_number
{% endmacro %}
