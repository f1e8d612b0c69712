{#
    Users, deactivated ones too: records keep them; and who was deleted, as the deals and leads that he owned tell. One that
    stands for nobody is no rep: its `rep_id` is null. Zoho has no teams; a user's role is a right to see records.
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
        source,
        record_id,
        version_number,
        is_current,
        is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        coalesce(
            nullif(trim({{ list_item('texts', 1) }}), ''),
            nullif(trim(concat(coalesce({{ list_item('texts', 2) }}, ''), ' ', coalesce({{ list_item('texts', 3) }}, ''))), '')
        ) as name,
        nullif(trim({{ list_item('texts', 4) }}), '') as email,
        {{ list_item('texts', 7) }} as manager,
        case when lower({{ list_item('texts', 5) }}) in ('disabled', 'deleted', 'closed', 'inactive')
            then {{ as_instant(list_item('texts', 6)) }} end as leaves_at
    from opened
),

owners as (
    select source, owner_id, owner_name, owner_email, extracted_at, load_seq from {{ ref('base_zoho__deals') }}
    union all
    select source, owner_id, owner_name, owner_email, extracted_at, load_seq from {{ ref('base_zoho__leads') }}
),

users as (
    select * from named
    union all
    select
        owners.source,
        owners.owner_id,
        1,
        true,
        false,
        null,
        min(owners.extracted_at),
        max(owners.load_seq),
        null,
        {{ value_of_most('owners.owner_name', 'owners.load_seq') }},
        {{ value_of_most('owners.owner_email', 'owners.load_seq') }},
        null,
        null
    from owners
    left join named on named.source = owners.source and named.record_id = owners.owner_id
    where named.record_id is null and owners.owner_id is not null
    group by owners.source, owners.owner_id
),

nobody as (
    select distinct source, {{ match_key('property') }} as name
    from {{ source('config', 'field_map') }}
    where entity = 'user' and field = 'nobody'
)

select
    users.source,
    users.record_id,
    users.version_number,
    users.is_current,
    users.is_deleted,
    users.modified_at,
    users.extracted_at,
    users.load_seq,
    users.payload_error,
    cast(null as varchar) as errors,
    case when nobody.name is null then users.record_id end as rep_id,
    nobody.name is not null as is_nobody,
    users.name,
    users.email,
    cast(null as varchar) as team,
    users.manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    users.leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp
from users
left join nobody on nobody.source = users.source and nobody.name = {{ match_key('users.name') }}
