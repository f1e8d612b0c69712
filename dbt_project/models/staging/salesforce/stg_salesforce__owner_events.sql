{# Who owned the deals and leads that are there, and when; an owner that is null was taken off, or is no person. #}
select
    changes.source,
    {{ hashed_id(['changes.object', 'changes.record_id', "'owner'", 'changes.place']) }} as record_id,
    {{ derived_columns('changes.extracted_at', 'changes.load_seq') }},
    case when changes.object = 'deal' then changes.record_id end as deal_id,
    case when changes.object = 'lead' then changes.record_id end as lead_id,
    owners.rep_id as owner,
    changes.changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from {{ ref('stg_salesforce__changes') }} as changes
-- an id in a history may be one of 15 characters
left join {{ ref('stg_salesforce__reps') }} as owners
    on owners.source = changes.source and left(owners.rep_id, 15) = left(changes.value, 15) and owners.is_current
where changes.property = 'owner'
