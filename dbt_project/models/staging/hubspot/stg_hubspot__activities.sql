{#
    Calls, e-mails, notes, tasks, meetings and messages, with the earliest deal, lead and contact that each is tied to.
    Messages are logged by our own people, so they went out. One row per version of an activity.
#}
with activities as (select * from {{ ref('base_hubspot__activities') }}),

links as (
    select
        source,
        from_type,
        from_id,
        max(case when to_type = 'deal' then to_id end) as deal_id,
        max(case when to_type = 'lead' then to_id end) as lead_id,
        max(case when to_type = 'contact' then to_id end) as contact_id
    from {{ ref('stg_hubspot__links') }}
    where place = 1
    group by source, from_type, from_id
),

people as (select * from {{ ref('stg_hubspot__people') }} where is_current and not is_deleted)

select
    {{ version_columns('activities') }},
    activities.object,
    activities.record_id as activity_id,
    case
        -- a meeting that was called off did not take place; as a booking it still counts
        when upper(activities.hs_meeting_outcome) in ('CANCELED', 'CANCELLED', 'NO_SHOW', 'RESCHEDULED') then null
        {% for object, kind in hubspot_activity_kinds().items() %}
            when activities.object = '{{ object }}' then '{{ kind }}'
        {% endfor %}
    end as kind,
    {{ hubspot_time('coalesce(activities.hs_timestamp, activities.hs_meeting_start_time, activities.hs_createdate, activities.created_text)', 'occurred') }},
    links.deal_id,
    links.lead_id,
    links.contact_id as person_ref,
    people.email,
    activities.hubspot_owner_id as owner,
    case
        when activities.object = 'communication' then 'outgoing'
        when activities.object = 'call' then case upper(activities.hs_call_direction)
            when 'OUTBOUND' then 'outgoing'
            when 'INBOUND' then 'incoming'
        end
        when activities.object = 'email' then case upper(activities.hs_email_direction)
            when 'EMAIL' then 'outgoing'
            when 'FORWARDED_EMAIL' then 'outgoing'
            when 'INCOMING_EMAIL' then 'incoming'
        end
    end as direction,
    lower(coalesce(
        activities.hs_call_disposition, activities.hs_call_status, activities.hs_email_status, activities.hs_task_status,
        activities.hs_meeting_outcome
    )) as outcome,
    coalesce(
        activities.hs_body_preview, activities.hs_note_body, activities.hs_communication_body, activities.hs_call_title,
        activities.hs_email_subject, activities.hs_task_subject, activities.hs_meeting_title
    ) as note
from activities
left join links
    on links.source = activities.source and links.from_type = activities.object and links.from_id = activities.record_id
left join people on people.source = activities.source and people.person_id = links.contact_id
