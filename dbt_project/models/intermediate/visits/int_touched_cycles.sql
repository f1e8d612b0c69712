{#
    The cycles whose steps must be made: those whose fingerprint is not the one that their stored steps carry, in either
    of the two tables of steps.
#}
select inputs.cycle_id, inputs.fingerprint
from {{ ref('int_cycle_inputs') }} as inputs
where true
{% if execute and not flags.FULL_REFRESH %}
    {% set tables = [] %}
    {% for name in ('int_cycle_steps', 'int_source_steps') %}
        {% set stored = adapter.get_relation(database=model.database, schema=model.schema, identifier=name) %}
        {% if stored %}{% do tables.append(stored) %}{% endif %}
    {% endfor %}
    {% if tables | length == 2 %}
        and not (
            {% for table in tables %}
                exists (
                    select 1 from {{ table }} as stored
                    where stored.cycle_id = inputs.cycle_id and stored.fingerprint = inputs.fingerprint
                )
                {{ 'and' if not loop.last }}
            {% endfor %}
        )
    {% endif %}
{% endif %}
