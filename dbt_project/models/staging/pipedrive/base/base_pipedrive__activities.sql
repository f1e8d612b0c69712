{# Activities and notes: what was done, or is planned. One row per version of one. #}
{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ pipedrive_records("(
    select 'activity' as object, * from " ~ source('raw', 'pipedrive__activity') ~ "
    union all
    select 'note' as object, * from " ~ source('raw', 'pipedrive__note') ~ "
)", [
    'type', 'subject', 'done', 'due_date', 'due_time', 'marked_as_done_time', 'owner_id', 'user_id', 'deal_id', 'lead_id',
    'person_id', 'note', 'content',
], ['source', 'object', 'record_id']) }}
