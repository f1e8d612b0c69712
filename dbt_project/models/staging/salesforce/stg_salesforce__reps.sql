{#
    Users who are persons, active or not; the platform's own users own what nobody owns, and queues are no users at all.
    A team is a role. Who is not active has left when that showed first. One row per version of a user.
#}
with versions as (
    {{ salesforce_objects(source('raw', 'salesforce__user'), [
        'Name', 'Email', 'IsActive', 'UserType', 'UserRoleId', 'ManagerId',
    ]) }}
),

roles as (
    select source, record_id, {{ json_text('payload', "'$.Name'") }} as name
    from ({{ record_versions(source('raw', 'salesforce__user_role')) }}) as roles
    where is_current and not is_deleted
),

-- the last run of versions in which the user was not active
runs as (
    select
        *,
        max(case when isactive = 'true' then version_number else 0 end) over (partition by source, record_id) as last_active
    from versions
),

left_at as (
    select source, record_id, min(modified_at) as leaves_at
    from runs
    where version_number > last_active
    group by source, record_id
)

select
    {{ version_columns('runs') }},
    runs.record_id as rep_id,
    runs.name,
    runs.email,
    roles.name as team,
    runs.managerid as manager,
    cast(null as timestamptz) as starts_at,
    cast(null as date) as starts_on,
    case when runs.isactive = 'false' then left_at.leaves_at end as leaves_at,
    cast(null as date) as leaves_on,
    cast(null as varchar) as ramp
from runs
left join roles on roles.source = runs.source and roles.record_id = runs.userroleid
left join left_at on left_at.source = runs.source and left_at.record_id = runs.record_id
where coalesce(runs.usertype, 'Standard') not in ('AutomatedProcess', 'CloudIntegrationUser', 'Guest')
