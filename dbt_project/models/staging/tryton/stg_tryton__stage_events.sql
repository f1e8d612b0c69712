{# When opportunities that are there came into another state, by the history that Tryton keeps. #}
select
    source,
    {{ hashed_id(["'state'", 'record_id']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    deal_id,
    cast(null as varchar) as lead_id,
    state as stage,
    cast(null as varchar) as mapped_stage,
    changed_at as entered_at,
    cast(null as date) as entered_on,
    cast(null as double) as sequence,
    cast(null as varchar) as pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from {{ ref('stg_tryton__changes') }}
where is_new_state and state is not null
