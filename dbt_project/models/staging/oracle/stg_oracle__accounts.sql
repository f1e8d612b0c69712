{# Accounts. One that was merged away is gone. One row per version of an account. #}
with accounts as (select * from {{ ref('base_oracle__accounts') }}),

fields as (
    {{ oracle_fields('accounts', 'account', ['name', 'industry', 'employees', 'country']) }}
)

select
    accounts.source,
    accounts.record_id,
    accounts.version_number,
    accounts.is_current,
    accounts.is_deleted or coalesce(upper(accounts.partystatus) = 'M', false) as is_deleted,
    accounts.modified_at,
    accounts.extracted_at,
    accounts.load_seq,
    accounts.payload_error,
    cast(null as varchar) as errors,
    accounts.record_id as account_id,
    fields.name,
    fields.industry,
    {{ as_number('fields.employees') }} as employees,
    fields.country
from accounts
left join fields
    on fields.source = accounts.source
    and fields.record_id = accounts.record_id
    and fields.version_number = accounts.version_number
