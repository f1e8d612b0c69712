{# Accounts. One row per version of an account. #}
with accounts as (select * from {{ ref('base_zoho__accounts') }}),

fields as (
    {{ zoho_fields('accounts', 'account', ['name', 'industry', 'employees', 'country']) }}
)

select
    {{ version_columns('accounts') }},
    accounts.record_id as account_id,
    coalesce(fields.name, accounts.account_name, accounts.website) as name,
    fields.industry,
    {{ as_number('fields.employees') }} as employees,
    fields.country
from accounts
left join fields
    on fields.source = accounts.source
    and fields.record_id = accounts.record_id
    and fields.version_number = accounts.version_number
