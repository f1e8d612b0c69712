{#
    Users, deactivated and deleted ones too: records keep them. One that stands for nobody is no rep: its `rep_id` is null.
    Zoho has no teams; a user's role is a right to see records.
#}
with versions as (
    {{ record_versions(source('raw', 'zoho__user'), ['Modified_Time', 'Isonline', 'offset']) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', ['$.full_name', '$.first_name', '$.last_name', '$.email', '$.status', '$.Modified_Time', '$.Reporting_To.id']) }}
            as texts
    from versions
),

named as (
    select
        *,
        coalesce(
            nullif(trim({{ list_item('texts', 1) }}), ''),
            nullif(trim(concat(coalesce({{ list_item('texts', 2) }}, ''), ' ', coalesce({{ list_item('texts', 3) }}, ''))), '')
        ) as name,
        nullif(trim({{ list_item('texts', 4) }}), '') as email
    from opened
),

nobody as (
    select distinct source, {{ match_key('property') }} as name
    from {{ source('config', 'field_map') }}
    where entity = 'user' and field = 'nobody'
)

select
    named.source,
    named.record_id,
    named.version_number,
    named.is_current,
    named.is_deleted,
    named.modified_at,
    named.extracted_at,
    named.load_seq,
    named.payload_error,
    cast(null as varchar) as errors,
    case when nobody.name is null then named.record_id end as rep_id,
    nobody.name is not null as is_nobody,
    named.name,
    named.email,
    cast(null as varchar) as team,
    {{ list_item('named.texts', 7) }} as manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    case when lower({{ list_item('named.texts', 5) }}) in ('disabled', 'deleted', 'closed', 'inactive')
        then {{ as_instant(list_item('named.texts', 6)) }} end as leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp
from named
left join nobody on nobody.source = named.source and nobody.name = {{ match_key('named.name') }}
