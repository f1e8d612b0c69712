{#
    Every version of every record of the described systems. The id of a record is `<stream>:<id>`, for the one raw table
    holds all streams; what records mean is applied above, because it may change without anything being read anew.
#}
with versions as (
    {{ record_versions(source('raw', 'rest__record')) }}
)

select
    source,
    record_id,
    {{ list_item(split_text('record_id', ':'), 1) }} as stream,
    parent_id,
    payload,
    version_number,
    is_current,
    is_deleted,
    modified_at,
    extracted_at,
    load_seq,
    payload_error
from versions
