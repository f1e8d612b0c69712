{#
    Events, which are meetings, and tasks that are done; a task that is open is yet to be. What is a series or an invitee's
    copy of an event stands for no activity of its own. One row per version of an activity.
#}
with activities as (select * from {{ ref('base_salesforce__activities') }}),

tasks as (select * from activities where object = 'task'),

events as (select * from activities where object = 'event'),

task_fields as (
    {{ configured_fields('tasks', 'task', ['kind', 'direction', 'outcome']) }}
),

event_fields as (
    {{ configured_fields('events', 'event', ['kind', 'outcome']) }}
),

told as (
    select
        tasks.*,
        {{ activity_kind("lower(coalesce(task_fields.kind, tasks.tasksubtype))") }} as word,
        coalesce(task_fields.direction, tasks.calltype) as direction_text,
        lower(coalesce(task_fields.outcome, tasks.calldisposition)) as outcome
    from tasks
    left join task_fields
        on task_fields.source = tasks.source
        and task_fields.record_id = tasks.record_id
        and task_fields.version_number = tasks.version_number
    union all
    select
        events.*,
        {{ activity_kind("lower(coalesce(event_fields.kind, 'meeting'))") }},
        cast(null as varchar),
        lower(event_fields.outcome)
    from events
    left join event_fields
        on event_fields.source = events.source
        and event_fields.record_id = events.record_id
        and event_fields.version_number = events.version_number
),

people as (select * from {{ ref('stg_salesforce__people') }} where is_current and not is_deleted)

select
    {{ version_columns('told') }},
    told.object,
    told.record_id as activity_id,
    case
        when told.isrecurrence = 'true' or told.ischild = 'true' then null
        when told.object = 'task' and coalesce(told.isclosed, 'true') <> 'true' then null
        -- a meeting that was called off did not take place; as a booking it still counts
        when told.object = 'event' and {{ salesforce_called_off('told.outcome') }} then null
        when told.word in ('call', 'email', 'message', 'note', 'meeting') then told.word
        when told.word like '%email%' then 'email'
        when told.object = 'event' then 'meeting'
        else 'task'
    end as kind,
    {{ time_pair("coalesce(case when told.isalldayevent = 'true' then told.activitydate end, told.startdatetime, told.completeddatetime, told.activitydate, told.createddate)", 'occurred') }},
    case when told.whatid like '006%' then told.whatid end as deal_id,
    case when told.whoid like '00Q%' then told.whoid end as lead_id,
    case when told.whoid like '003%' then told.whoid end as person_ref,
    people.email,
    owners.rep_id as owner,
    {{ activity_direction('lower(told.direction_text)') }} as direction,
    told.outcome,
    told.subject as note
from told
left join people on people.source = told.source and people.person_id = told.whoid
{{ salesforce_join_owner('told') }}
