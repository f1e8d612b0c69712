{#
    Appointments that were there before they began: one that a rep notes down after it took place was never booked. A subject
    names people and stays out, but where it says that the appointment is a demo, that is its kind. One row per version.
#}
with meetings as (
    select * from {{ ref('base_oracle__activities') }}
    where activityfunctioncode = 'APPOINTMENT' and created_at < {{ as_instant('activitystartdate') }}
),

activities as (select * from {{ ref('stg_oracle__activities') }}),

people as (select * from {{ ref('stg_oracle__people') }} where is_current and not is_deleted),

demo_types as (select * from {{ source('config', 'demo_event_types') }}),

demos as (
    select meetings.subject as title, min(replace(demo_types.pattern, '%', '')) as event_type
    from (select distinct subject from meetings) as meetings
    inner join demo_types on {{ fits(match_key('meetings.subject'), 'demo_types.pattern') }}
    group by meetings.subject
)

select
    {{ version_columns('meetings') }},
    meetings.record_id as booking_id,
    {{ time_pair('meetings.activitystartdate', 'starts') }},
    {{ time_pair('meetings.activityenddate', 'ends') }},
    meetings.created_at as booked_at,
    cast(null as date) as booked_on,
    people.email,
    people.phone,
    people.name,
    activities.person_ref,
    activities.deal_id,
    activities.lead_id,
    activities.owner,
    coalesce(demos.event_type, lower(meetings.activitytypecode)) as event_type,
    case
        when upper(meetings.statuscode) in ('CANCELED', 'CANCELLED') then 'cancelled'
        when activities.outcome in ('no_show', 'no show') then 'no_show'
        else lower(meetings.statuscode)
    end as status,
    case
        when activities.outcome in ('no_show', 'no show') then false
        when upper(meetings.statuscode) in ('COMPLETE', 'COMPLETED') then true
    end as attended,
    cast(null as varchar) as rescheduled_from,
    cast(null as timestamptz) as cancelled_at,
    cast(null as date) as cancelled_on,
    cast(null as varchar) as cancelled_by,
    cast(null as varchar) as record_url
from meetings
inner join activities
    on activities.source = meetings.source
    and activities.record_id = meetings.record_id
    and activities.version_number = meetings.version_number
left join people on people.source = meetings.source and people.person_id = activities.person_ref
left join demos on demos.title = meetings.subject
