{# Members of the organization, and hosts of meetings who are no longer members: what they hosted keeps them. #}
with memberships as (
    select *, {{ json_texts('payload', ['$.user.uri', '$.user.email', '$.user.name']) }} as texts
    from ({{ record_versions(source('raw', 'calendly__membership'), ['updated_at', 'user.updated_at']) }}) as versions
),

members as (
    select
        source, record_id, version_number, is_current, is_deleted, modified_at, extracted_at, load_seq, payload_error,
        {{ list_item('texts', 1) }} as rep_id,
        nullif(trim({{ list_item('texts', 2) }}), '') as email,
        nullif(trim({{ list_item('texts', 3) }}), '') as name
    from memberships
),

hosts as (
    select
        source,
        host_uri,
        {{ value_of_most('host_email', 'load_seq') }} as email,
        {{ value_of_most('host_name', 'load_seq') }} as name,
        max(extracted_at) as extracted_at,
        max(load_seq) as load_seq
    from {{ ref('base_calendly__events') }}
    where host_uri is not null
    group by source, host_uri
),

known as (select source, rep_id from members where is_current and not is_deleted and rep_id is not null),

unioned as (
    select * from members
    union all
    select
        hosts.source, hosts.host_uri, 1, true, false, null, hosts.extracted_at, hosts.load_seq, null, hosts.host_uri,
        hosts.email, hosts.name
    from hosts
    left join known on known.source = hosts.source and known.rep_id = hosts.host_uri
    where known.rep_id is null
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
    cast(null as varchar) as errors,
    rep_id,
    coalesce(name, email) as name,
    email,
    cast(null as varchar) as team,
    cast(null as varchar) as manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    cast(null as timestamptz) as leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp
from unioned
