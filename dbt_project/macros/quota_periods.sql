{# The kinds of period that a quota can be set for. #}
{% macro quota_period_types() %}{{ return(['month', 'quarter', 'year']) }}{% endmacro %}
