{# Contacts. One row per version of a contact. #}
with contacts as (select * from {{ ref('base_hubspot__contacts') }}),

fields as (
    {{ hubspot_fields('contacts', 'contact', ['name', 'email', 'phone', 'company', 'opted_out', 'lead_source', 'campaign']) }}
)

select
    {{ version_columns('contacts') }},
    contacts.record_id as person_id,
    coalesce(
        fields.name,
        nullif(trim(concat(coalesce(contacts.firstname, ''), ' ', coalesce(contacts.lastname, ''))), '')
    ) as name,
    coalesce(fields.email, contacts.email) as email,
    coalesce(fields.phone, contacts.phone, contacts.mobilephone) as phone,
    coalesce(fields.company, contacts.company) as company,
    coalesce(fields.opted_out, contacts.hs_email_optout) in ('true', 'yes') as opted_out,
    fields.lead_source,
    fields.campaign
from contacts
left join fields
    on fields.source = contacts.source
    and fields.record_id = contacts.record_id
    and fields.version_number = contacts.version_number
