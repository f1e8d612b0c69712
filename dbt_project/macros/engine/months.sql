{# Whole months from one date to a later one: a month is over on the same day of the next one. #}
{% macro months_since(first, last) %}{{ return(adapter.dispatch('months_since')(first, last)) }}{% endmacro %}
{% macro duckdb__months_since(first, last) %}datesub('month', {{ first }}, {{ last }}){% endmacro %}
