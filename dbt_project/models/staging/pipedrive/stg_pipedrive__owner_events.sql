{#
    Who owned the deals that are there, and when, from their changelogs: what a first change names as the owner before it
    was the owner from the creation on. Of a user that stands for nobody the owner is null.
#}
with deals as (select * from {{ ref('base_pipedrive__deals') }} where is_current and not is_deleted),

changes as (select * from {{ ref('base_pipedrive__changes') }} where field = 'owner'),

firsts as (
    select source, record_id, {{ value_of_least('old_value', 'place') }} as owner, max(extracted_at) as extracted_at, max(load_seq) as load_seq
    from changes
    group by source, record_id
),

told as (
    select changes.source, changes.record_id, changes.changed_at, changes.place, changes.new_value as owner, changes.extracted_at, changes.load_seq
    from changes
    inner join deals on deals.source = changes.source and deals.record_id = changes.record_id
    union all
    select deals.source, deals.record_id, deals.created_at, 0, firsts.owner, firsts.extracted_at, firsts.load_seq
    from deals
    inner join firsts on firsts.source = deals.source and firsts.record_id = deals.record_id
),

owners as (select * from {{ ref('stg_pipedrive__reps') }} where is_current)

select
    told.source,
    {{ hashed_id(['told.record_id', "'owner'", 'told.place']) }} as record_id,
    {{ derived_columns('told.extracted_at', 'told.load_seq') }},
    told.record_id as deal_id,
    cast(null as varchar) as lead_id,
    {{ pipedrive_owner('told.owner') }} as owner,
    told.changed_at as valid_from_at,
    cast(null as date) as valid_from_on
from told
left join owners on owners.source = told.source and owners.rep_id = told.owner
where told.changed_at is not null
