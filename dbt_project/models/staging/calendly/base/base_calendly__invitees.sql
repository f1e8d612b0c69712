{# Who booked a meeting, and what became of it. One row per version of an invitee. #}
with versions as (
    {{ record_versions(source('raw', 'calendly__invitee'), ['updated_at']) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', [
            '$.event', '$.email', '$.name', '$.first_name', '$.last_name', '$.text_reminder_number', '$.status', '$.created_at',
            '$.rescheduled', '$.old_invitee', '$.no_show', '$.cancellation.created_at', '$.cancellation.canceler_type',
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
    coalesce({{ list_item('texts', 1) }}, parent_id) as event_uri,
    nullif(trim({{ list_item('texts', 2) }}), '') as email,
    coalesce(
        nullif(trim({{ list_item('texts', 3) }}), ''),
        nullif(trim(concat(coalesce({{ list_item('texts', 4) }}, ''), ' ', coalesce({{ list_item('texts', 5) }}, ''))), '')
    ) as name,
    nullif(trim({{ list_item('texts', 6) }}), '') as phone,
    {{ list_item('texts', 7) }} as status,
    {{ as_instant(list_item('texts', 8)) }} as created_at,
    coalesce({{ list_item('texts', 9) }} = 'true', false) as is_rescheduled,
    {{ list_item('texts', 10) }} as old_invitee,
    {{ list_item('texts', 11) }} is not null as is_no_show,
    {{ as_instant(list_item('texts', 12)) }} as cancelled_at,
    {{ list_item('texts', 13) }} as canceler_type
from opened
