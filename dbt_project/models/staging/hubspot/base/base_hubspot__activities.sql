{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ hubspot_objects(rows_of('hubspot', hubspot_activity_kinds().keys()), [
    'hs_timestamp', 'hs_createdate', 'hubspot_owner_id', 'hs_body_preview',
    'hs_call_direction', 'hs_call_disposition', 'hs_call_status', 'hs_call_title',
    'hs_email_direction', 'hs_email_status', 'hs_email_subject',
    'hs_note_body', 'hs_task_subject', 'hs_task_status', 'hs_communication_body',
    'hs_meeting_title', 'hs_meeting_outcome', 'hs_activity_type', 'hs_meeting_start_time', 'hs_meeting_end_time',
], ['source', 'object', 'record_id']) }}
