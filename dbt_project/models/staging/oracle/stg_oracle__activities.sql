{#
    Tasks, appointments and call reports with what they are about. What kind an activity is stands in its type, else in what it
    is to Oracle. One row per version of an activity.
#}
with activities as (select * from {{ ref('base_oracle__activities') }}),

fields as (
    {{ oracle_fields('activities', 'activity', ['kind', 'direction', 'outcome']) }}
),

people as (select * from {{ ref('stg_oracle__people') }} where is_current and not is_deleted)

select
    {{ version_columns('activities') }},
    activities.record_id as activity_id,
    case
        -- what was called off did not take place; as a booking it still counts
        when activities.activityfunctioncode = 'APPOINTMENT'
            and upper(activities.statuscode) in ('CANCELED', 'CANCELLED') then null
        when lower(fields.kind) in ('call', 'email', 'message', 'meeting', 'note', 'task') then lower(fields.kind)
        when lower(activities.activitytypecode) in ('call', 'email', 'message', 'meeting', 'note')
            then lower(activities.activitytypecode)
        when activities.activityfunctioncode = 'APPOINTMENT' then 'meeting'
        when activities.activityfunctioncode = 'CALLREPORT' then 'call'
        else 'task'
    end as kind,
    {{ time_pair('coalesce(activities.activitystartdate, activities.activityenddate, activities.duedate)', 'occurred') }},
    activities.opportunityid as deal_id,
    activities.leadid as lead_id,
    activities.primarycontactid as person_ref,
    people.email,
    activities.ownerid as owner,
    case
        when lower(fields.direction) in ('outbound', 'outgoing', 'out') then 'outgoing'
        when lower(fields.direction) in ('inbound', 'incoming', 'in') then 'incoming'
    end as direction,
    lower(coalesce(fields.outcome, activities.statuscode)) as outcome,
    activities.subject as note
from activities
left join fields
    on fields.source = activities.source
    and fields.record_id = activities.record_id
    and fields.version_number = activities.version_number
left join people on people.source = activities.source and people.person_id = activities.primarycontactid
