{# One row per activity, planned ones included: what it was, who did it, and whose cycle it belongs to. #}
with settings as (select * from {{ ref('int_settings') }}),

activities as (select * from {{ ref('int_activities') }}),

matches as (select * from {{ ref('int_activity_cycles') }}),

rep_refs as (select * from {{ ref('int_rep_refs') }}),

worded as (
    select
        *,
        {{ activity_kind('kind') }} as kind_word,
        {{ activity_direction('direction') }} as direction_word
    from activities
)

select
    worded.source,
    worded.activity_id,
    matches.cycle_id,
    matches.person_id,
    matches.link,
    rep_refs.rep_id,
    worded.kind_word as kind,
    worded.direction_word as direction,
    worded.kind_word in ('call', 'email', 'message') and coalesce(worded.direction_word = 'outgoing', false) as is_outreach,
    coalesce(worded.occurred_at > settings.as_of_cut, false) as is_planned,
    worded.outcome,
    worded.note,
    worded.occurred_at,
    worded.occurred_date,
    worded.occurred_precision,
    worded.load_seq
from worded
cross join settings
inner join matches on matches.source = worded.source and matches.activity_id = worded.activity_id
left join rep_refs on rep_refs.source = worded.source and rep_refs.owner_ref = worded.owner_ref
