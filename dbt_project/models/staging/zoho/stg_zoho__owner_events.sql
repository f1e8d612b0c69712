{#
    Who owned each deal and lead when, as the timelines tell it: by names, which are read as the user of that name where only
    one has it. A null owner is a user that stands for nobody.
#}
with users as (
    select source, {{ match_key('name') }} as name, min(record_id) as user_id, max(case when is_nobody then 1 else 0 end) = 1 as is_nobody
    from {{ ref('stg_zoho__reps') }}
    where is_current
    group by source, {{ match_key('name') }}
    having count(*) = 1
)

select
    changes.source,
    {{ hashed_id(['changes.object', 'changes.record_id', "'owner'", 'changes.value', 'changes.changed_at']) }} as record_id,
    {{ derived_columns('changes.extracted_at', 'changes.load_seq') }},
    case when changes.object = 'deal' then changes.record_id end as deal_id,
    case when changes.object = 'lead' then changes.record_id end as lead_id,
    case when not coalesce(users.is_nobody, false) then coalesce(users.user_id, changes.value) end as owner,
    changes.changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from {{ ref('stg_zoho__changes') }} as changes
left join users on users.source = changes.source and users.name = {{ match_key('changes.value') }}
where changes.field = 'owner'
