{#
    Events that were there before they began: one that a rep notes down after it took place was never booked. Whether it
    took place says a field that the configuration names, if any. A subject names people and stays out, but where it says
    that the meeting is a demo, that is its kind. One row per version of an event.
#}
with events as (
    select * from {{ ref('base_salesforce__activities') }} where object = 'event'
),

activities as (select * from {{ ref('stg_salesforce__activities') }} where object = 'event'),

people as (select * from {{ ref('stg_salesforce__people') }} where is_current and not is_deleted),

leads as (select * from {{ ref('stg_salesforce__leads') }} where is_current and not is_deleted),

demo_types as (select * from {{ source('config', 'demo_event_types') }}),

demos as (
    select events.subject as title, min(replace(demo_types.pattern, '%', '')) as event_type
    from (select distinct subject from events) as events
    inner join demo_types on {{ fits(match_key('events.subject'), 'demo_types.pattern') }}
    group by events.subject
),

organizations as (select * from {{ ref('stg_salesforce__organizations') }})

select
    {{ version_columns('events') }},
    events.record_id as booking_id,
    {{ time_pair('events.startdatetime', 'starts') }},
    {{ time_pair('events.enddatetime', 'ends') }},
    {{ time_pair('events.createddate', 'booked') }},
    coalesce(people.email, leads.email) as email,
    coalesce(people.phone, leads.phone) as phone,
    coalesce(people.name, leads.name) as name,
    activities.person_ref,
    activities.deal_id,
    activities.lead_id,
    activities.owner,
    coalesce(demos.event_type, case when lower(events.type) <> 'meeting' then events.type end) as event_type,
    case
        when replace(activities.outcome, '-', ' ') in ('no show', 'noshow', 'no_show') then 'no_show'
        when activities.outcome in ('canceled', 'cancelled') then 'cancelled'
        else activities.outcome
    end as status,
    case
        when replace(activities.outcome, '-', ' ') in ('no show', 'noshow', 'no_show') then false
        when activities.outcome in ('held', 'completed', 'attended', 'done') then true
    end as attended,
    cast(null as varchar) as rescheduled_from,
    cast(null as timestamptz) as cancelled_at,
    cast(null as date) as cancelled_on,
    cast(null as varchar) as cancelled_by,
    {{ salesforce_record_url('Event', 'events.record_id') }} as record_url
from events
inner join activities
    on activities.source = events.source
    and activities.record_id = events.record_id
    and activities.version_number = events.version_number
left join people on people.source = events.source and people.person_id = activities.person_ref
left join leads on leads.source = events.source and leads.lead_id = activities.lead_id
left join demos on demos.title = events.subject
left join organizations on organizations.source = events.source
where {{ as_instant('events.createddate') }} < {{ as_instant('events.startdatetime') }}
    and coalesce(events.isalldayevent, 'false') <> 'true'
    and coalesce(events.ischild, 'false') <> 'true'
    and coalesce(events.isrecurrence, 'false') <> 'true'
