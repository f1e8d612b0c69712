{# Results per level, owner, period and measure. Levels are each counted from the events, never from one another. #}
with events as (select * from {{ ref('int_quota_events') }}),

calendar as (select * from {{ ref('int_calendar') }}),

dated as (
    select
        events.*,
        'all' as company,
        {% for period_type in period_types() %}
            calendar.{{ period_type }}_key{{ ',' if not loop.last }}
        {% endfor %}
    from events
    inner join calendar on calendar.date_day = events.date_day
),

summed as (
    {% for period_type in period_types() %}
        {% set outer = loop %}
        {% for level in ['rep', 'team', 'company'] %}
            select
                '{{ level }}' as level,
                {{ level }} as owner,
                '{{ period_type }}' as period_type,
                {{ period_type }}_key as period_key,
                measure,
                sum(value) as actual,
                sum(missing_amounts) as missing_amounts
            from dated
            group by {{ level }}, {{ period_type }}_key, measure
            {{ 'union all' if not (outer.last and loop.last) }}
        {% endfor %}
    {% endfor %}
)

select
    level,
    owner,
    period_type,
    period_key,
    measure,
    actual,
    cast(missing_amounts as bigint) as missing_amounts
from summed
