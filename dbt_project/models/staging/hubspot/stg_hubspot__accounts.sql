{# Companies. One row per version of a company. #}
with companies as (select * from {{ ref('base_hubspot__companies') }}),

fields as (
    {{ hubspot_fields('companies', 'company', ['name', 'industry', 'employees', 'country']) }}
)

select
    {{ version_columns('companies') }},
    companies.record_id as account_id,
    coalesce(fields.name, companies.name, companies.domain) as name,
    coalesce(fields.industry, companies.industry) as industry,
    {{ as_number('coalesce(fields.employees, companies.numberofemployees)') }} as employees,
    coalesce(fields.country, companies.country) as country
from companies
left join fields
    on fields.source = companies.source
    and fields.record_id = companies.record_id
    and fields.version_number = companies.version_number
