{#
    Meetings that somebody keeps an outcome of, and that were there before they began: one that a rep notes down after it
    took place was never booked. An event type is the meeting's kind; a title names people and stays out,
    but where it says that the meeting is a demo, that is its kind. One row per version of a meeting.
#}
with meetings as (
    select * from {{ ref('base_hubspot__activities') }} where object = 'meeting'
),

activities as (select * from {{ ref('stg_hubspot__activities') }} where object = 'meeting'),

people as (select * from {{ ref('stg_hubspot__people') }} where is_current and not is_deleted),

demo_types as (select * from {{ source('config', 'demo_event_types') }}),

demos as (
    select meetings.hs_meeting_title as title, min(replace(demo_types.pattern, '%', '')) as event_type
    from (select distinct hs_meeting_title from meetings) as meetings
    inner join demo_types on {{ fits(match_key('meetings.hs_meeting_title'), 'demo_types.pattern') }}
    group by meetings.hs_meeting_title
)

select
    meetings.source,
    meetings.record_id,
    meetings.version_number,
    meetings.is_current,
    meetings.is_deleted,
    meetings.modified_at,
    meetings.extracted_at,
    meetings.load_seq,
    cast(null as varchar) as payload_error,
    cast(null as varchar) as errors,
    meetings.record_id as booking_id,
    {{ hubspot_time('coalesce(meetings.hs_meeting_start_time, meetings.hs_timestamp)', 'starts') }},
    {{ hubspot_time('meetings.hs_meeting_end_time', 'ends') }},
    {{ hubspot_time('coalesce(meetings.hs_createdate, meetings.created_text)', 'booked') }},
    people.email,
    people.phone,
    people.name,
    activities.person_ref,
    activities.deal_id,
    activities.lead_id,
    meetings.hubspot_owner_id as owner,
    coalesce(meetings.hs_activity_type, demos.event_type) as event_type,
    case upper(meetings.hs_meeting_outcome)
        when 'CANCELED' then 'cancelled'
        when 'CANCELLED' then 'cancelled'
        when 'NO_SHOW' then 'no_show'
        else lower(meetings.hs_meeting_outcome)
    end as status,
    case upper(meetings.hs_meeting_outcome) when 'COMPLETED' then true when 'NO_SHOW' then false end as attended,
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
left join demos on demos.title = meetings.hs_meeting_title
where meetings.hs_meeting_outcome is not null
    and not coalesce(
        upper(meetings.hs_meeting_outcome) = 'COMPLETED'
        and {{ as_instant_or_milliseconds('coalesce(meetings.hs_createdate, meetings.created_text)') }}
            >= {{ as_instant_or_milliseconds('coalesce(meetings.hs_meeting_start_time, meetings.hs_timestamp)') }},
        false
    )
