{#
    The configured fields of a CRM object. HubSpot's traffic source REFERRALS is a link on another site, which is not
    what anybody else calls a referral.
#}
{% macro hubspot_fields(base, object, fields) %}
    {{ configured_fields(base, object, fields, value="case when map.property = 'hs_analytics_source' and {text} = 'REFERRALS' then 'WEB_REFERRALS' else {text} end") }}
{% endmacro %}
