{# A text cut at each separator (one plain character): a list, read with `list_item(list, position)` from 1. #}
{% macro split_text(text, separator) %}{{ return(adapter.dispatch('split_text')(text, separator)) }}{% endmacro %}
{% macro duckdb__split_text(text, separator) %}string_split({{ text }}, '{{ separator }}'){% endmacro %}
