{# Booked meetings with their first host. One row per version of an event. #}
with versions as (
    {{ record_versions(source('raw', 'calendly__event'), ['updated_at']) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', [
            '$.name', '$.status', '$.start_time', '$.end_time', '$.event_type', '$.cancellation.created_at',
            '$.cancellation.canceler_type', '$.event_memberships[0].user', '$.event_memberships[0].user_email',
            '$.event_memberships[0].user_name', '$.updated_at',
        ]) }} as texts
    from versions
)

select
    source,
    record_id,
    version_number,
    is_current,
    is_deleted,
    modified_at,
    extracted_at,
    load_seq,
    payload_error,
    {{ list_item('texts', 1) }} as name,
    {{ list_item('texts', 2) }} as status,
    {{ as_instant(list_item('texts', 3)) }} as starts_at,
    {{ as_instant(list_item('texts', 4)) }} as ends_at,
    {{ list_item('texts', 5) }} as event_type_uri,
    {{ as_instant('coalesce(' ~ list_item('texts', 6) ~ ', case when ' ~ list_item('texts', 2) ~ " = 'canceled' then " ~ list_item('texts', 11) ~ ' end)') }}
        as cancelled_at,
    {{ list_item('texts', 7) }} as canceler_type,
    {{ list_item('texts', 8) }} as host_uri,
    nullif(trim({{ list_item('texts', 9) }}), '') as host_email,
    nullif(trim({{ list_item('texts', 10) }}), '') as host_name
from opened
