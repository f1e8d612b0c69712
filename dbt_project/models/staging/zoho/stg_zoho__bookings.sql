{#
    Meetings with somebody that were there before they began: one that a rep notes down after it took place was never booked.
    Zoho keeps no outcome of a meeting; a field of the organisation's own may. A title names people and stays out, but where
    it says that the meeting is a demo, that is its kind. One row per version of a meeting.
#}
with meetings as (select * from {{ ref('base_zoho__activities') }} where object = 'event'),

fields as ({{ zoho_fields('meetings', 'event', ['event_type', 'status']) }}),

activities as (select * from {{ ref('stg_zoho__activities') }} where object = 'event'),

people as (select * from {{ ref('stg_zoho__people') }} where is_current and not is_deleted),

demo_types as (select * from {{ source('config', 'demo_event_types') }}),

demos as (
    select meetings.event_title as title, min(replace(demo_types.pattern, '%', '')) as event_type
    from (select distinct event_title from meetings) as meetings
    inner join demo_types on {{ fits(match_key('meetings.event_title'), 'demo_types.pattern') }}
    group by meetings.event_title
)

select
    {{ version_columns('meetings') }},
    meetings.record_id as booking_id,
    {{ time_pair('meetings.start_datetime', 'starts') }},
    {{ time_pair('meetings.end_datetime', 'ends') }},
    meetings.created_at as booked_at,
    cast(null as date) as booked_on,
    people.email,
    people.phone,
    people.name,
    activities.person_ref,
    activities.deal_id,
    activities.lead_id,
    activities.owner,
    coalesce(fields.event_type, demos.event_type) as event_type,
    replace(replace(lower(fields.status), 'canceled', 'cancelled'), ' ', '_') as status,
    case replace(lower(fields.status), ' ', '_') when 'completed' then true when 'no_show' then false end as attended,
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
left join fields
    on fields.source = meetings.source
    and fields.record_id = meetings.record_id
    and fields.version_number = meetings.version_number
left join people on people.source = meetings.source and people.person_id = activities.person_ref
left join demos on demos.title = meetings.event_title
where coalesce(activities.person_ref, activities.deal_id, activities.lead_id) is not null
    and not coalesce(meetings.created_at >= {{ as_instant('meetings.start_datetime') }}, false)
