{# Organizations. One row per version of one. #}
with organizations as (
    {{ pipedrive_records(source('raw', 'pipedrive__organization'), ['name', 'employee_count', 'address.country']) }}
),

fields as ({{ pipedrive_fields('organizations', 'organization', ['name', 'industry', 'employees', 'country']) }})

select
    {{ version_columns('organizations') }},
    organizations.record_id as account_id,
    coalesce(fields.name, organizations.name) as name,
    fields.industry,
    {{ as_number('coalesce(fields.employees, organizations.employee_count)') }} as employees,
    coalesce(fields.country, organizations.address__country) as country
from organizations
left join fields
    on fields.source = organizations.source
    and fields.record_id = organizations.record_id
    and fields.version_number = organizations.version_number
