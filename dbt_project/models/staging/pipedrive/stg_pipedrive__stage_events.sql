{#
    Where the deals that are there stood and when, from their changelogs: what was there before the first change of a field
    was there from the creation on. A status counts for the whole second in which it changed, for a stage is set along with
    it. A deal that moved and whose changelog has not been read yet is in its stage since it last moved, and before that
    nobody knows. A lead has no history but that it was archived, which is when it was last changed before it was seen so.
#}
with deals as (select * from {{ ref('base_pipedrive__deals') }} where is_current and not is_deleted),

stages as (select * from {{ ref('stg_pipedrive__stages') }}),

{{ pipedrive_told() }},

-- of several statuses in one second the last
statuses as (
    select source, record_id, changed_at, {{ value_of_most('value', 'place') }} as status
    from told
    where field = 'status' and value is not null and changed_at is not null
    group by source, record_id, changed_at
),

placed as (
    select
        told.source,
        told.record_id,
        told.changed_at,
        told.place,
        told.extracted_at,
        told.load_seq,
        last_value(case when told.field = 'stage' then told.value end ignore nulls) over (
            partition by told.source, told.record_id order by told.changed_at, told.place, told.field
            rows between unbounded preceding and current row
        ) as stage,
        last_value(statuses.status ignore nulls) over (
            partition by told.source, told.record_id order by told.changed_at
            range between unbounded preceding and current row
        ) as status,
        row_number() over (partition by told.source, told.record_id order by told.changed_at, told.place, told.field) as sequence
    from told
    left join statuses
        on statuses.source = told.source
        and statuses.record_id = told.record_id
        and statuses.changed_at = told.changed_at
    where told.changed_at is not null
),

events as (
    select
        placed.source,
        placed.record_id,
        placed.changed_at,
        placed.sequence,
        placed.extracted_at,
        placed.load_seq,
        stages.pipeline,
        case
            when placed.status in ('won', 'lost') and not {{ pipedrive_stage_says_it('placed.status', 'stages.meaning') }} then placed.status
            else placed.stage
        end as stage
    from placed
    left join stages on stages.source = placed.source and stages.stage = placed.stage
),

archived as (
    select leads.source, leads.record_id, min(leads.modified_at) as archived_at, max(leads.extracted_at) as extracted_at, max(leads.load_seq) as load_seq
    from {{ ref('base_pipedrive__leads') }} as leads
    inner join {{ ref('stg_pipedrive__leads') }} as current_leads
        on current_leads.source = leads.source
        and current_leads.lead_id = leads.record_id
        and current_leads.is_current
        and not current_leads.is_deleted
        and current_leads.status = 'archived'
    where leads.is_archived = 'true'
    group by leads.source, leads.record_id
)

select
    source,
    {{ hashed_id(['record_id', 'sequence']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    record_id as deal_id,
    cast(null as varchar) as lead_id,
    stage,
    cast(null as varchar) as mapped_stage,
    changed_at as entered_at,
    cast(null as date) as entered_on,
    cast(sequence as double) as sequence,
    pipeline,
    cast(null as varchar) as owner,
    'history' as evidence
from events
where stage is not null
union all
select
    source, {{ hashed_id(['record_id', "'archived'"]) }}, {{ derived_columns('extracted_at', 'load_seq') }}, null, record_id,
    'archived', null, archived_at, null, null, null, null, 'history'
from archived
where archived_at is not null
