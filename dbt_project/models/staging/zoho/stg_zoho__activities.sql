{#
    Calls, meetings, notes and tasks, with the deal, lead and contact that each is about. A task stands for an e-mail or a
    message where a field of the organisation's own says so. One row per version of an activity.
#}
with activities as (select * from {{ ref('base_zoho__activities') }}),

{% set objects = {'call': ['direction', 'outcome'], 'task': ['kind', 'direction', 'outcome']} %}
{% for object, names in objects.items() %}
    {{ object }}s as (select * from activities where object = '{{ object }}'),

    {{ object }}_fields as ({{ zoho_fields(object ~ 's', object, names) }}),
{% endfor %}

people as (select * from {{ ref('stg_zoho__people') }} where is_current and not is_deleted),

deals as (select source, deal_id from {{ ref('stg_zoho__deals') }} where is_current and not is_deleted),

leads as (select source, lead_id from {{ ref('stg_zoho__leads') }} where is_current and not is_deleted),

owners as (select * from {{ ref('stg_zoho__reps') }} where is_current),

-- ids are unique in an organisation, whatever module they are of
related as (
    select
        *,
        coalesce(what_id__id, parent_id__id) as about_id,
        coalesce(who_id__id, parent_id__id) as with_id
    from activities
)

select
    {{ version_columns('related') }},
    related.object,
    related.record_id as activity_id,
    case related.object
        when 'event' then 'meeting'
        when 'task' then coalesce(lower(task_fields.kind), 'task')
        else related.object
    end as kind,
    {{ time_pair('coalesce(related.call_start_time, related.start_datetime, related.closed_time, related.due_date, cast(related.created_at as varchar))', 'occurred') }},
    deals.deal_id,
    leads.lead_id,
    people.person_id as person_ref,
    people.email,
    {{ zoho_owner('related') }} as owner,
    case
        when related.object = 'call' then coalesce(lower(call_fields.direction), case lower(related.call_type)
            when 'outbound' then 'outgoing'
            when 'inbound' then 'incoming'
            when 'missed' then 'incoming'
        end)
        when related.object = 'task' then lower(task_fields.direction)
    end as direction,
    lower(case related.object
        when 'call' then coalesce(call_fields.outcome, related.call_result, related.outgoing_call_status)
        when 'task' then coalesce(task_fields.outcome, related.status)
    end) as outcome,
    coalesce(related.note_content, related.description, related.note_title, related.event_title, related.subject) as note
from related
left join call_fields
    on related.object = 'call'
    and call_fields.source = related.source
    and call_fields.record_id = related.record_id
    and call_fields.version_number = related.version_number
left join task_fields
    on related.object = 'task'
    and task_fields.source = related.source
    and task_fields.record_id = related.record_id
    and task_fields.version_number = related.version_number
left join deals on deals.source = related.source and deals.deal_id = related.about_id
left join leads
    on leads.source = related.source
    and leads.lead_id = case when deals.deal_id is null then coalesce(related.about_id, related.with_id) end
left join people on people.source = related.source and people.person_id = related.with_id
left join owners on owners.source = related.source and owners.record_id = related.owner_id
