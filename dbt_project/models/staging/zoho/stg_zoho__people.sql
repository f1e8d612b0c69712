{# Contacts; a lead carries its own address until it becomes one. One row per version of a contact. #}
with contacts as (select * from {{ ref('base_zoho__contacts') }}),

fields as (
    {{ zoho_fields('contacts', 'contact', ['name', 'email', 'phone', 'company', 'opted_out', 'lead_source', 'campaign']) }}
)

select
    {{ version_columns('contacts') }},
    contacts.record_id as person_id,
    coalesce(
        fields.name,
        nullif(trim(concat(coalesce(contacts.first_name, ''), ' ', coalesce(contacts.last_name, ''))), '')
    ) as name,
    coalesce(fields.email, contacts.email) as email,
    coalesce(fields.phone, contacts.phone, contacts.mobile) as phone,
    coalesce(fields.company, contacts.account_name__name) as company,
    coalesce(fields.opted_out in ('true', 'yes'), false) as opted_out,
    fields.lead_source,
    fields.campaign
from contacts
left join fields
    on fields.source = contacts.source
    and fields.record_id = contacts.record_id
    and fields.version_number = contacts.version_number
