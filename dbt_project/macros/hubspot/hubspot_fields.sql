{#
    What the configuration's property of each field says of each version of `base`: one row per version, one column
    per field, null where no property is configured for it. HubSpot's traffic source REFERRALS is a link on another
    site, which is not what anybody else calls a referral.
#}
{% macro hubspot_fields(base, object, fields) %}
    select
        base.source,
        base.record_id,
        base.version_number,
        {% for field in fields %}
            {%- set text = "nullif(trim(" ~ json_text('base.properties', "concat('$.\"', map.property, '\"')") ~ "), '')" %}
            max(
                case
                    when map.field = '{{ field }}' and map.property = 'hs_analytics_source' and {{ text }} = 'REFERRALS' then 'WEB_REFERRALS'
                    when map.field = '{{ field }}' then {{ text }}
                end
            ) as {{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ base }} as base
    inner join {{ source('config', 'field_map') }} as map on map.source = base.source and map.entity = '{{ object }}'
    group by base.source, base.record_id, base.version_number
{% endmacro %}
