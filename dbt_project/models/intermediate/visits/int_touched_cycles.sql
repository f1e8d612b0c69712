{# The cycles whose visits must be made: those whose fingerprint is not the one that their stored steps carry. #}
{% set stored = adapter.get_relation(database=model.database, schema=model.schema, identifier='int_cycle_steps') if execute else none %}

select inputs.cycle_id, inputs.fingerprint
from {{ ref('int_cycle_inputs') }} as inputs
{% if stored and not flags.FULL_REFRESH %}
    left join (select distinct cycle_id, fingerprint from {{ stored }}) as known
        on known.cycle_id = inputs.cycle_id and known.fingerprint = inputs.fingerprint
    where known.cycle_id is null
{% endif %}
