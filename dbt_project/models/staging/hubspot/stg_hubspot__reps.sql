{# Owners, archived ones and queues too: deals keep them. Their team is the primary one. #}
with versions as (
    {{ record_versions(source('raw', 'hubspot__owner'), ['updatedAt']) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', ['$.id', '$.email', '$.firstName', '$.lastName', '$.archived', '$.updatedAt', '$.teams', '$.userId', '$.userIdIncludingInactive']) }}
            as texts,
        {{ json_text('payload', "'$.teams'") }} as teams
    from versions
),

teams as (
    {{ json_each('opened', 'teams', ['source', 'record_id', 'version_number']) }}
),

named_teams as (
    select source, record_id, version_number, {{ json_texts('item', ['$.name', '$.primary']) }} as texts
    from teams
),

primary_teams as (
    select
        source,
        record_id,
        version_number,
        -- an owner with one team has it as the only one, marked or not
        coalesce(
            max(case when {{ list_item('texts', 2) }} = 'true' then {{ list_item('texts', 1) }} end),
            case when count(*) = 1 then max({{ list_item('texts', 1) }}) end
        ) as team
    from named_teams
    group by source, record_id, version_number
)

select
    opened.source,
    opened.record_id,
    opened.version_number,
    opened.is_current,
    opened.is_deleted,
    opened.modified_at,
    opened.extracted_at,
    opened.load_seq,
    opened.payload_error,
    cast(null as varchar) as errors,
    opened.record_id as rep_id,
    coalesce(
        nullif(trim(concat(coalesce({{ list_item('opened.texts', 3) }}, ''), ' ', coalesce({{ list_item('opened.texts', 4) }}, ''))), ''),
        nullif(trim({{ list_item('opened.texts', 2) }}), '')
    ) as name,
    nullif(trim({{ list_item('opened.texts', 2) }}), '') as email,
    primary_teams.team,
    cast(null as varchar) as manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    case when {{ list_item('opened.texts', 5) }} = 'true' then {{ as_instant_or_milliseconds(list_item('opened.texts', 6)) }} end
        as leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp,
    {{ list_item('opened.texts', 8) }} as user_id,
    {{ list_item('opened.texts', 9) }} as former_user_id
from opened
left join primary_teams
    on primary_teams.source = opened.source
    and primary_teams.record_id = opened.record_id
    and primary_teams.version_number = opened.version_number
