{# Text, JSON, hashes and lists in the spelling of the engine. #}

{# Several fields of one JSON text in one pass: a list of texts, read with `list_item(list, position)` from 1. #}
{% macro json_texts(payload, paths) %}{{ return(adapter.dispatch('json_texts')(payload, paths)) }}{% endmacro %}
{% macro duckdb__json_texts(payload, paths) %}json_extract_string({{ payload }}, [{% for path in paths %}'{{ path }}'{{ ', ' if not loop.last }}{% endfor %}]){% endmacro %}

{% macro list_item(list, position) %}{{ return(adapter.dispatch('list_item')(list, position)) }}{% endmacro %}
{% macro duckdb__list_item(list, position) %}{{ list }}[{{ position }}]{% endmacro %}

{# One field of a JSON text, as text; `path` is a constant or a column. #}
{% macro json_text(payload, path) %}{{ return(adapter.dispatch('json_text')(payload, path)) }}{% endmacro %}
{% macro duckdb__json_text(payload, path) %}json_extract_string({{ payload }}, {{ path }}){% endmacro %}

{#
    A JSON text without some fields, to compare versions without what changes by itself. A path is a field, or a field
    of an object: `properties.lastmodifieddate`.
#}
{% macro json_without(payload, paths) %}{{ return(adapter.dispatch('json_without')(payload, paths)) }}{% endmacro %}
{% macro duckdb__json_without(payload, paths) -%}
    {%- if paths -%}
        {%- set patch = {} -%}
        {%- for path in paths -%}
            {%- set outer, _, inner = path.partition('.') -%}
            {%- if inner -%}{%- do patch.setdefault(outer, {}).update({inner: none}) -%}
            {%- else -%}{%- do patch.update({outer: none}) -%}{%- endif -%}
        {%- endfor -%}
        cast(json_merge_patch(cast({{ payload }} as json), '{{ tojson(patch) }}') as varchar)
    {%- else -%}{{ payload }}{%- endif -%}
{%- endmacro %}

{# One row per item of a JSON array: yields a column `item` holding JSON text. #}
{% macro json_each(relation, array, keep) %}{{ return(adapter.dispatch('json_each')(relation, array, keep)) }}{% endmacro %}
{% macro duckdb__json_each(relation, array, keep) %}select {{ keep | join(', ') }}, cast(unnest(cast({{ array }} as json[])) as varchar) as item from {{ relation }} where {{ array }} is not null and json_array_length({{ array }}) > 0{% endmacro %}

{# A short stable id from texts; the order of the parts matters. #}
{% macro hashed_id(parts) %}{{ return(adapter.dispatch('hashed_id')(parts)) }}{% endmacro %}
{% macro duckdb__hashed_id(parts) %}left(md5(concat_ws('|', {% for part in parts %}coalesce(cast({{ part }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %})), 16){% endmacro %}

{# A number that differs, almost surely, for rows that differ: to be summed into the fingerprint of a set of rows. #}
{% macro row_hash(parts) %}{{ return(adapter.dispatch('row_hash')(parts)) }}{% endmacro %}
{% macro duckdb__row_hash(parts) %}cast(hash({{ parts | join(', ') }}) as hugeint){% endmacro %}

{# What a person typed, made comparable: trimmed and in lower case. #}
{% macro match_key(column) %}nullif(lower(trim({{ column }})), ''){% endmacro %}

{# Does a text fit a pattern written by the user (`*` became `%`)? Both are in lower case. #}
{% macro fits(value, pattern) %}({{ value }} like {{ pattern }} escape '\'){% endmacro %}

{# Null for a text that is no number or date. #}
{% macro as_number(value) %}try_cast({{ value }} as double){% endmacro %}
{% macro as_date(value) %}try_cast({{ value }} as date){% endmacro %}
{% macro as_instant(value) %}try_cast({{ value }} as timestamptz){% endmacro %}

{# The same for a system that also writes milliseconds since 1970. #}
{% macro as_instant_or_milliseconds(value) %}{{ return(adapter.dispatch('as_instant_or_milliseconds')(value)) }}{% endmacro %}
{% macro duckdb__as_instant_or_milliseconds(value) %}coalesce(try_cast({{ value }} as timestamptz), to_timestamp(try_cast({{ value }} as bigint) / 1000.0)){% endmacro %}

{# A text as JSON writes it, and texts one after another; nulls are left out. #}
{% macro as_json_string(text) %}{{ return(adapter.dispatch('as_json_string')(text)) }}{% endmacro %}
{% macro duckdb__as_json_string(text) %}cast(to_json({{ text }}) as varchar){% endmacro %}

{% macro joined_texts(text, order) %}{{ return(adapter.dispatch('joined_texts')(text, order)) }}{% endmacro %}
{% macro duckdb__joined_texts(text, order) %}string_agg({{ text }}, ',' order by {{ order }}){% endmacro %}

{# What the groups of a pattern make of a text, null where it does not fit; `made` names them \1, \2 and so on. #}
{% macro rearranged(text, pattern, made) %}{{ return(adapter.dispatch('rearranged')(text, pattern, made)) }}{% endmacro %}
{% macro duckdb__rearranged(text, pattern, made) %}case when regexp_matches({{ text }}, {{ pattern }}) then regexp_replace({{ text }}, {{ pattern }}, {{ made }}) end{% endmacro %}

{# A number and nothing that an engine takes for one, such as nan. #}
{% macro as_plain_number(text) %}{{ return(adapter.dispatch('as_plain_number')(text)) }}{% endmacro %}
{% macro duckdb__as_plain_number(text) %}case when regexp_matches({{ text }}, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$') then try_cast({{ text }} as double) end{% endmacro %}
