{# The words of the model: fixed, so that a BI tool can label and sort without knowing them. #}
with stages as (
    {% for stage, number, kind, label, description in stage_words() %}
        select
            '{{ stage }}' as stage,
            cast({{ 'null' if number is none else number }} as integer) as stage_number,
            {{ loop.index }} as sort_order,
            '{{ kind }}' as kind,
            '{{ label }}' as label,
            '{{ description }}' as description
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from stages
