{# Who owned the deals and leads that are there, and when; an owner that is null was taken off. #}
select
    source,
    {{ hashed_id(['object', 'original_id', "'owner'", 'value', 'changed_at']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    case when object = 'deal' then record_id end as deal_id,
    case when object <> 'deal' then record_id end as lead_id,
    value as owner,
    changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from {{ ref('stg_hubspot__changes') }}
where property = 'owner'
