{#
    Aggregates by one segment at a time and one period type at a time, in one pass over the rows.

    `relation` holds a row per fact with the columns of `segments()` and those of `period_columns(...)`.
    `measures` is the SQL of the aggregated columns; `keys` are further columns of the grain (a stage, a step).
    Custom segments come from int_cycle_custom_segments over `cycle_id`. Yields segment, segment_value, period_type,
    period_key, period_start, the keys and the measures.
#}
{% macro segments() %}{{ return(['rep', 'team', 'channel', 'lead_source', 'pipeline', 'product', 'account_size', 'industry']) }}{% endmacro %}

{% macro period_types() %}{{ return(['week', 'month', 'quarter', 'year']) }}{% endmacro %}

{# The keys of the periods that a date falls into, from the joined calendar row; without a date it is `unknown`. #}
{% macro period_columns(calendar) -%}
    {%- for period in period_types() %}
    coalesce({{ calendar }}.{{ period }}_key, 'unknown') as {{ period }}_key,
    {{ calendar }}.{{ period }}_start as {{ period }}_start{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro segment_columns(relation) -%}
    {%- for segment in segments() %}
    {{ relation }}.{{ segment }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro by_segment_and_period(relation, measures, keys=[]) %}
    {% set key_list = keys | join(', ') ~ (', ' if keys else '') %}
    select
        case
            {%- for segment in segments() %}
            when grouping({{ segment }}) = 0 then '{{ segment }}'
            {%- endfor %}
            else 'all'
        end as segment,
        case
            {%- for segment in segments() %}
            when grouping({{ segment }}) = 0 then {{ segment }}
            {%- endfor %}
            else 'all'
        end as segment_value,
        {{ period_of_group() }},
        {{ key_list }}
        {{ measures }}
    from {{ relation }}
    group by grouping sets (
        {%- for segment in [none] + segments() -%}
            {%- set outer = loop -%}
            {%- for period in [none] + period_types() %}
        ({{ key_list }}{{ segment ~ ', ' if segment }}{{ period ~ '_key, ' ~ period ~ '_start, ' if period }}always){{ ',' if not (outer.last and loop.last) }}
            {%- endfor -%}
        {%- endfor %}
    )
    union all
    select
        segment,
        segment_value,
        {{ period_of_group() }},
        {{ key_list }}
        {{ measures }}
    from (
        -- a fact without a cycle is (unknown), so that every custom segment sums to all
        select facts.*, names.field as segment, coalesce(custom.segment_value, '(unknown)') as segment_value
        from {{ relation }} as facts
        cross join (select distinct field from {{ ref('int_custom_fields') }} where is_segment) as names
        left join {{ ref('int_cycle_custom_segments') }} as custom
            on custom.cycle_id = facts.cycle_id and custom.segment = names.field
    ) as custom_facts
    group by grouping sets (
        {%- for period in [none] + period_types() %}
        ({{ key_list }}segment, segment_value, {{ period ~ '_key, ' ~ period ~ '_start, ' if period }}always){{ ',' if not loop.last }}
        {%- endfor %}
    )
{% endmacro %}

{% macro period_of_group() -%}
        case
            {%- for period in period_types() %}
            when grouping({{ period }}_key) = 0 then '{{ period }}'
            {%- endfor %}
            else 'all'
        end as period_type,
        case
            {%- for period in period_types() %}
            when grouping({{ period }}_key) = 0 then {{ period }}_key
            {%- endfor %}
            else 'all'
        end as period_key,
        case
            {%- for period in period_types() %}
            when grouping({{ period }}_key) = 0 then {{ period }}_start
            {%- endfor %}
        end as period_start
{%- endmacro %}
