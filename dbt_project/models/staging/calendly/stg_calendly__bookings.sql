{#
    One booking per invitee, at the time of its event. A move is a new invitee that names the old one. Nobody records
    that a meeting was held, only that somebody did not come. One row per version of an invitee.
#}
with invitees as (select * from {{ ref('base_calendly__invitees') }}),

events as (select * from {{ ref('base_calendly__events') }} where is_current),

event_types as (
    select source, record_id, {{ json_text('payload', "'$.name'") }} as name
    from ({{ record_versions(source('raw', 'calendly__event_type'), ['updated_at']) }}) as versions
    where is_current
)

select
    invitees.source,
    invitees.record_id,
    invitees.version_number,
    invitees.is_current,
    -- an event that is gone takes its invitees with it
    coalesce(invitees.is_deleted, false) or coalesce(events.is_deleted, false) as is_deleted,
    invitees.modified_at,
    invitees.extracted_at,
    greatest(invitees.load_seq, coalesce(events.load_seq, invitees.load_seq)) as load_seq,
    coalesce(invitees.payload_error, events.payload_error) as payload_error,
    cast(null as varchar) as errors,
    invitees.record_id as booking_id,
    events.starts_at,
    cast(null as date) as starts_on,
    events.ends_at,
    cast(null as date) as ends_on,
    invitees.created_at as booked_at,
    cast(null as date) as booked_on,
    invitees.email,
    invitees.phone,
    invitees.name,
    cast(null as varchar) as person_ref,
    cast(null as varchar) as deal_id,
    cast(null as varchar) as lead_id,
    events.host_uri as owner,
    coalesce(event_types.name, events.name) as event_type,
    case
        when invitees.is_rescheduled then 'rescheduled'
        when 'canceled' in (invitees.status, events.status) then 'cancelled'
        else invitees.status
    end as status,
    case when invitees.is_no_show then false end as attended,
    invitees.old_invitee as rescheduled_from,
    case
        when 'canceled' in (invitees.status, events.status) then coalesce(invitees.cancelled_at, events.cancelled_at)
    end as cancelled_at,
    cast(null as date) as cancelled_on,
    coalesce(invitees.canceler_type, events.canceler_type) as cancelled_by,
    -- no form of an address that opens a meeting in the vendor's pages is documented
    cast(null as varchar) as record_url
from invitees
left join events on events.source = invitees.source and events.record_id = invitees.event_uri
left join event_types on event_types.source = events.source and event_types.record_id = events.event_type_uri
