{#
    What an owner's text means. It joins the roster by id, else by exact name, else by e-mail: of its own source
    first, then of any (company/reps.csv serves all). Who the rep is that a system's own id names is in int_reps. An owner that no table lists makes a rep of that text.
#}
with texts as (
    select source, owner_ref from {{ ref('int_leads') }}
    union
    select source, owner_ref from {{ ref('int_deals') }}
    union
    select source, owner_ref from {{ ref('int_stage_events') }}
    union
    select source, owner_ref from {{ ref('int_owner_events') }}
    union
    select source, owner_ref from {{ ref('int_activities') }}
    union
    select source, owner_ref from {{ ref('int_bookings') }}
    union
    select source, owner as owner_ref from {{ ref('int_quotas') }}
),

names as (
    select source, rep_id, own_rep_id as text, 1 as strength from {{ ref('int_reps') }}
    union
    select source, rep_id, name as text, 2 as strength from {{ ref('int_reps') }} where name is not null
    union
    select source, rep_id, email as text, 3 as strength from {{ ref('int_reps') }} where email is not null
),

candidates as (
    select
        texts.source,
        texts.owner_ref,
        coalesce(names.rep_id, texts.owner_ref) as rep_id,
        names.rep_id is not null as is_listed,
        row_number() over (
            partition by texts.source, texts.owner_ref
            order by
                case when names.source = texts.source then 0 else 1 end,
                names.strength,
                names.source,
                names.rep_id
        ) as preference
    from texts
    left join names on names.text = texts.owner_ref
    where texts.owner_ref is not null
)

select source, owner_ref, rep_id, is_listed
from candidates
where preference = 1
