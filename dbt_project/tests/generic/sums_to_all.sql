{#
    Additive columns: for each value of `over` (a segment, a period type) the rows sum to the rows whose `over` is
    `all`, within each combination of the columns `within`. A value of `over` that lacks a combination counts as 0.
    Sums of doubles may differ by a millionth of their size.
#}
{% test sums_to_all(model, columns, over, within) %}
with totals as (
    select
        {{ over }} as part,
        {{ within | join(', ') }},
        {% for column in columns %}
            cast(sum({{ column }}) as double) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ model }}
    group by {{ over }}, {{ within | join(', ') }}
),

parts as (
    select distinct part from totals where part <> 'all'
),

combinations as (
    select distinct {{ within | join(', ') }} from totals
),

compared as (
    select
        parts.part,
        {% for column in within %}
            combinations.{{ column }},
        {% endfor %}
        {% for column in columns %}
            coalesce(part_totals.{{ column }}, 0) as part_{{ column }},
            coalesce(wholes.{{ column }}, 0) as all_{{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from parts
    cross join combinations
    left join totals as part_totals
        on part_totals.part = parts.part
        {% for column in within %}
            and part_totals.{{ column }} = combinations.{{ column }}
        {% endfor %}
    left join totals as wholes
        on wholes.part = 'all'
        {% for column in within %}
            and wholes.{{ column }} = combinations.{{ column }}
        {% endfor %}
)

select *
from compared
where
    {% for column in columns %}
        abs(part_{{ column }} - all_{{ column }}) > 0.000001 * greatest(1, abs(all_{{ column }})){{ ' or' if not loop.last }}
    {% endfor %}
{% endtest %}
