{#
    One row per activity, planned ones included: what it was, who did it, and whose cycle it belongs to. Where two sources
    have the same deal or lead, what both logged at one moment was done once.
#}
with settings as (select * from {{ ref('int_settings') }}),

activities as (select * from {{ ref('int_activities') }}),

matches as (select * from {{ ref('int_activity_cycles') }}),

rep_refs as (select * from {{ ref('int_rep_refs') }}),

shared_cycles as (
    select distinct records.cycle_id
    from {{ ref('int_cycle_records') }} as records
    inner join {{ ref('int_twins') }} as twins
        on twins.record_type = records.record_type and twins.source = records.source and twins.record_id = records.record_id
),

worded as (
    select
        activities.*,
        matches.cycle_id,
        matches.person_id,
        matches.link,
        shared_cycles.cycle_id is not null as may_be_told_twice,
        floor({{ seconds_between("cast('1970-01-01 00:00:00+00' as timestamptz)", 'occurred_at') }}) as second,
        {{ activity_kind('kind') }} as kind_word,
        {{ activity_direction('direction') }} as direction_word
    from activities
    inner join matches on matches.source = activities.source and matches.activity_id = activities.activity_id
    left join shared_cycles on shared_cycles.cycle_id = matches.cycle_id
),

numbered as (
    select
        *,
        row_number() over (
            partition by cycle_id, kind_word, second, source order by activity_id
        ) as number_of_moment
    from worded
    where may_be_told_twice
),

copies as (
    select
        numbered.source,
        numbered.activity_id,
        row_number() over (
            partition by
                numbered.cycle_id, numbered.kind_word, numbered.second, numbered.number_of_moment
            order by case when sources.is_primary then 0 else 1 end, numbered.source
        ) as place
    from numbered
    left join {{ ref('int_sources') }} as sources on sources.source = numbered.source
)

select
    worded.source,
    worded.activity_id,
    worded.cycle_id,
    worded.person_id,
    worded.link,
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
left join rep_refs on rep_refs.source = worded.source and rep_refs.owner_ref = worded.owner_ref
left join copies on copies.source = worded.source and copies.activity_id = worded.activity_id
where coalesce(copies.place, 1) = 1
