{#
    Users, those who are no longer active too: deals keep them. `is_nobody` are those whom the configuration names as
    owners of what is nobody's. One row per version of a user.
#}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__user'), ['last_login', 'modified']) }}
),

opened as (
    select *, {{ json_texts('payload', ['$.name', '$.email', '$.active_flag', '$.is_deleted', '$.modified']) }} as texts
    from versions
),

nobody as (
    select distinct source, {{ match_key('property') }} as name
    from {{ source('config', 'field_map') }}
    where entity = 'user' and field = 'nobody'
)

select
    {{ version_columns('opened') }},
    opened.record_id as rep_id,
    coalesce(nullif(trim({{ list_item('opened.texts', 1) }}), ''), {{ list_item('opened.texts', 2) }}) as name,
    nullif(trim({{ list_item('opened.texts', 2) }}), '') as email,
    cast(null as varchar) as team,
    cast(null as varchar) as manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    case
        when {{ list_item('opened.texts', 3) }} = 'false' or {{ list_item('opened.texts', 4) }} = 'true'
            then {{ as_instant(list_item('opened.texts', 5)) }}
    end as leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp,
    nobody.name is not null as is_nobody
from opened
left join nobody on nobody.source = opened.source and nobody.name = {{ match_key(list_item('opened.texts', 1)) }}
