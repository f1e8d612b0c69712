{# A text cut at each separator (one plain character): a list, read with `list_item(list, position)` from 1. #}
{% macro split_text(text, separator) %}{{ return(adapter.dispatch('split_text')(text, separator)) }}{% endmacro %}
{% macro duckdb__split_text(text, separator) %}string_split({{ text }}, '{{ separator }}'){% endmacro %}

{# A text cut at each semicolon, as a JSON array of its parts: for json_each, whose items are then in quotes. #}
{% macro parts_as_json(text) %}concat('["', replace(replace({{ text }}, '"', ''), ';', '","'), '"]'){% endmacro %}
{% macro part_of_json(item) %}nullif(trim(replace({{ item }}, '"', '')), ''){% endmacro %}
