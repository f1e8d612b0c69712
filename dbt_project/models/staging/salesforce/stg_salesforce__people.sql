{# Contacts. One row per version of a contact. #}
with contacts as (select * from {{ ref('base_salesforce__contacts') }}),

fields as (
    {{ configured_fields('contacts', 'contact', ['name', 'email', 'phone', 'opted_out']) }}
),

accounts as (select * from {{ ref('stg_salesforce__accounts') }} where is_current and not is_deleted)

select
    {{ version_columns('contacts') }},
    contacts.record_id as person_id,
    coalesce(fields.name, contacts.name) as name,
    coalesce(fields.email, contacts.email) as email,
    coalesce(fields.phone, contacts.phone, contacts.mobilephone) as phone,
    accounts.name as company,
    coalesce(lower(fields.opted_out), contacts.hasoptedoutofemail) in ('true', 'yes', '1') as opted_out
from contacts
left join fields
    on fields.source = contacts.source
    and fields.record_id = contacts.record_id
    and fields.version_number = contacts.version_number
left join accounts on accounts.source = contacts.source and accounts.account_id = contacts.accountid
