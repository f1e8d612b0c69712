{# The pieces of the canonical layer: one vocabulary for every system. #}

{# The systems that are in use, with their entities: all where the variable systems_in_use is not given. #}
{% macro systems_in_use() %}
    {%- set found = {} -%}
    {%- set in_use = var('systems_in_use', none) -%}
    {%- for system, entities in var('systems').items() if in_use is none or system in in_use.split() -%}
        {%- do found.update({system: entities}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# The current, not deleted records of an entity from every system that has it, with the columns named. #}
{% macro current_of_all_systems(entity, columns, key) %}
    {{ of_all_systems(entity, ['version_number', 'extracted_at', 'modified_at', 'load_seq'] + columns,
        'is_current and not is_deleted and ' ~ key ~ ' is not null') }}
{% endmacro %}

{# Every version of the records of an entity from every system that has it. #}
{% macro versions_of_all_systems(entity, columns, key) %}
    {{ of_all_systems(entity, ['version_number', 'is_current', 'is_deleted', 'extracted_at', 'modified_at', 'load_seq'] + columns,
        key ~ ' is not null') }}
{% endmacro %}

{# Rows of an entity from every system in use that has it; without such a system there are none, of text. #}
{% macro of_all_systems(entity, columns, condition) %}
    {%- set holders = [] -%}
    {%- for system, entities in systems_in_use().items() if entity in entities -%}
        {%- do holders.append(system) -%}
    {%- endfor -%}
    {% for system in holders %}
        select source, record_id, {{ columns | join(', ') }}
        from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
        where {{ condition }}
        {{ 'union all' if not loop.last }}
    {% else %}
        {%- set types = {
            'version_number': 'bigint', 'load_seq': 'bigint', 'place': 'bigint', 'extracted_at': 'timestamptz',
            'modified_at': 'timestamptz', 'is_current': 'boolean', 'is_deleted': 'boolean',
        } %}
        select
            cast(null as varchar) as source,
            cast(null as varchar) as record_id,
            {% for column in columns -%}
                cast(null as {{ types.get(column, 'varchar') }}) as {{ column }}{{ ', ' if not loop.last }}
            {%- endfor %}
        where 1 = 0
    {% endfor %}
{% endmacro %}

{#
    A time field resolved: `<stem>_at` (a date is its midnight in the reporting zone), `<stem>_date` (in that zone)
    and `<stem>_precision` (date or instant). Reads the staged pair `<stem>_at`, `<stem>_on` and `reporting_timezone`.
#}
{% macro resolved(relation, stem, name=none) -%}
    {%- set name = name or stem -%}
    case
        when {{ relation }}.{{ stem }}_on is null then {{ relation }}.{{ stem }}_at
        else {{ local_midnight(relation ~ '.' ~ stem ~ '_on', 'settings.reporting_timezone') }}
    end as {{ name }}_at,
    case
        when {{ relation }}.{{ stem }}_on is null then {{ local_date(relation ~ '.' ~ stem ~ '_at', 'settings.reporting_timezone') }}
        else {{ relation }}.{{ stem }}_on
    end as {{ name }}_date,
    case
        when {{ relation }}.{{ stem }}_on is not null then 'date'
        when {{ relation }}.{{ stem }}_at is not null then 'instant'
    end as {{ name }}_precision
{%- endmacro %}

{# Only the calendar date of a time field. #}
{% macro resolved_date(relation, stem) -%}
    case
        when {{ relation }}.{{ stem }}_on is null then {{ local_date(relation ~ '.' ~ stem ~ '_at', 'settings.reporting_timezone') }}
        else {{ relation }}.{{ stem }}_on
    end
{%- endmacro %}

{# The value of one overridden field of the joined relation `overrides`, else the record's own. #}
{% macro overridden(field, relation) %}coalesce(overrides.{{ field }}, {{ relation }}.{{ field }}){% endmacro %}

{# Is a staged time of a record not after as_of? What has no such time exists. Reads `settings`. #}
{% macro exists_by_now(relation, stem) -%}
    (
        ({{ relation }}.{{ stem }}_at is null or {{ relation }}.{{ stem }}_at <= settings.as_of_cut)
        and ({{ relation }}.{{ stem }}_on is null or {{ relation }}.{{ stem }}_on <= settings.as_of_date)
    )
{%- endmacro %}
