{# One row per overridden record; a stage with `from` is a stage event instead (int_stage_events). #}
with overrides as (
    {{ current_of_all_systems('overrides', ['entity', 'id', 'field', 'value', 'valid_from_at', 'valid_from_on'], 'id') }}
),

lasting as (
    select * from overrides
    where not (field = 'stage' and (valid_from_at is not null or valid_from_on is not null))
)

select
    entity,
    id,
    max(load_seq) as load_seq,
    {% for field in overridable_fields() %}
        max(case when field = '{{ field }}' then value end) as {{ field }}{{ ',' if not loop.last }}
    {% endfor %}
from lasting
group by entity, id
