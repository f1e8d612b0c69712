{# Contacts. One that was merged away is gone; into whom is not told. One row per version of a contact. #}
with contacts as (select * from {{ ref('base_oracle__contacts') }}),

fields as (
    {{ oracle_fields('contacts', 'contact', ['name', 'email', 'phone', 'company', 'opted_out']) }}
)

select
    contacts.source,
    contacts.record_id,
    contacts.version_number,
    contacts.is_current,
    contacts.is_deleted or coalesce(upper(contacts.partystatus) = 'M', false) as is_deleted,
    contacts.modified_at,
    contacts.extracted_at,
    contacts.load_seq,
    contacts.payload_error,
    cast(null as varchar) as errors,
    contacts.record_id as person_id,
    coalesce(
        fields.name,
        nullif(trim(concat(coalesce(contacts.firstname, ''), ' ', coalesce(contacts.lastname, ''))), '')
    ) as name,
    fields.email,
    fields.phone,
    fields.company,
    {{ oracle_flag('fields.opted_out') }} as opted_out
from contacts
left join fields
    on fields.source = contacts.source
    and fields.record_id = contacts.record_id
    and fields.version_number = contacts.version_number
