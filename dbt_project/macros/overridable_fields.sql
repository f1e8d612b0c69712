{# The fields of a lead or deal that company/overrides.csv may correct. #}
{% macro overridable_fields() %}{{ return([
    'stage', 'status', 'pipeline', 'owner', 'amount', 'currency', 'product', 'lead_source', 'lead_id', 'close_date', 'lost_reason',
]) }}{% endmacro %}
