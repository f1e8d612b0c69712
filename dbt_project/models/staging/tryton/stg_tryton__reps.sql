{# Employees; their names and addresses are those of their parties. One row per version of an employee. #}
with employees as (
    {{ tryton_records(source('raw', 'tryton__employee'), ['party', 'supervisor'], ['start_date', 'end_date']) }}
),

parties as (
    select parties.source, parties.record_id, parties.name, points.email
    from {{ ref('base_tryton__parties') }} as parties
    left join {{ ref('stg_tryton__contact_points') }} as points
        on points.source = parties.source and points.kind = 'party' and points.id = parties.record_id
    where parties.is_current
),

names as (
    select employees.source, employees.record_id, parties.name
    from employees
    inner join parties on parties.source = employees.source and parties.record_id = employees.party
    where employees.is_current
)

select
    {{ version_columns('employees') }},
    employees.record_id as rep_id,
    parties.name,
    parties.email,
    cast(null as varchar) as team,
    supervisors.name as manager,
    cast(null as timestamptz) as starts_at,
    employees.start_date as starts_on,
    cast(null as timestamptz) as leaves_at,
    employees.end_date as leaves_on,
    cast(null as varchar) as ramp
from employees
left join parties on parties.source = employees.source and parties.record_id = employees.party
left join names as supervisors on supervisors.source = employees.source and supervisors.record_id = employees.supervisor
