{# One row per item of a JSON array, as json_each, with its `place` from 1. #}
{% macro json_each_placed(relation, array, keep) %}{{ return(adapter.dispatch('json_each_placed')(relation, array, keep)) }}{% endmacro %}
{% macro duckdb__json_each_placed(relation, array, keep) %}select {{ keep | join(', ') }}, cast(unnest(cast({{ array }} as json[])) as varchar) as item, generate_subscripts(cast({{ array }} as json[]), 1) as place from {{ relation }} where {{ array }} is not null and json_array_length({{ array }}) > 0{% endmacro %}

{# An aggregate: the JSON object of names and values of a group. #}
{% macro json_object_of(name, value) %}{{ return(adapter.dispatch('json_object_of')(name, value)) }}{% endmacro %}
{% macro duckdb__json_object_of(name, value) %}cast(json_group_object({{ name }}, {{ value }}) as varchar){% endmacro %}
