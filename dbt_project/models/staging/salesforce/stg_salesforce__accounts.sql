{# Accounts. One row per version of an account. #}
with accounts as (select * from {{ ref('base_salesforce__accounts') }}),

fields as (
    {{ configured_fields('accounts', 'account', ['name', 'industry', 'employees', 'country']) }}
)

select
    {{ version_columns('accounts') }},
    accounts.record_id as account_id,
    coalesce(fields.name, accounts.name, accounts.website) as name,
    coalesce(fields.industry, accounts.industry) as industry,
    {{ as_number('coalesce(fields.employees, accounts.numberofemployees)') }} as employees,
    coalesce(fields.country, accounts.billingcountry) as country
from accounts
left join fields
    on fields.source = accounts.source
    and fields.record_id = accounts.record_id
    and fields.version_number = accounts.version_number
