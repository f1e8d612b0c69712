{# What reading could not use, as each record carries it: cells without a value, rows of a key already used, repaired payloads. #}
{{ config(materialized='view') }}

with flawed as (
    {% for system, entities in systems_in_use().items() %}
        {% for entity in entities %}
            select '{{ entity_name(entity) }}' as entity, source, record_id, errors, payload_error
            from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
            where is_current and not is_deleted and (payload_error is not null or length(errors) > 2)
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

items as (
    {{ json_each('flawed', 'errors', ['entity', 'source', 'record_id']) }}
),

opened as (
    select
        entity,
        source,
        record_id,
        {{ json_texts('item', ['$.kind', '$.column', '$.value', '$.file', '$.line']) }} as texts
    from items
),

repaired as (
    select entity, source, record_id, payload_error from flawed where payload_error is not null
)

select
    {{ list_item('texts', 1) }} as kind,
    source,
    entity,
    record_id,
    {{ list_item('texts', 2) }} as column_name,
    {{ list_item('texts', 3) }} as value,
    {{ list_item('texts', 4) }} as file,
    {{ list_item('texts', 5) }} as line
from opened
union all
select 'payload_error', source, entity, record_id, null, payload_error, null, null
from repaired
