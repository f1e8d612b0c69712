{# Memberships of reps in teams; `leaves_on` is the last day, null has no end. #}
select
    rep_id,
    team,
    manager,
    starts_on,
    leaves_on,
    row_number() over (partition by rep_id order by starts_on desc, leaves_on desc, source, record_id) as recency
from {{ ref('int_reps') }}
where is_membership
