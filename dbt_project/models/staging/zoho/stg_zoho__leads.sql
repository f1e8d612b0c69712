{# Leads, converted ones too: those name the deal and the contact that were made of them. One row per version of a lead. #}
with leads as (select * from {{ ref('base_zoho__leads') }}),

fields as (
    {{ zoho_fields('leads', 'lead', ['name', 'lead_source', 'campaign', 'referred_by', 'external_id', 'first_contact_at']) }}
),

owners as (select * from {{ ref('stg_zoho__reps') }} where is_current),

organisations as (select * from {{ ref('stg_zoho__organisations') }})

select
    {{ version_columns('leads') }},
    leads.payload as custom,
    leads.record_id as lead_id,
    leads.created_at,
    cast(null as date) as created_on,
    {{ time_pair('fields.first_contact_at', 'first_contact') }},
    coalesce(
        fields.name,
        nullif(trim(concat(coalesce(leads.first_name, ''), ' ', coalesce(leads.last_name, ''))), '')
    ) as name,
    leads.email,
    coalesce(leads.phone, leads.mobile) as phone,
    leads.company,
    leads.converted_account__id as account,
    leads.converted_contact__id as person_ref,
    fields.lead_source,
    fields.campaign,
    {{ zoho_owner('leads') }} as owner,
    cast(null as varchar) as pipeline,
    leads.lead_status as status,
    leads.converted_deal__id as deal_id,
    fields.referred_by,
    fields.external_id,
    coalesce(leads.email_opt_out in ('true', 'yes'), false) as opted_out,
    organisations.url_of_records || 'Leads/' || leads.record_id as record_url
from leads
left join fields
    on fields.source = leads.source
    and fields.record_id = leads.record_id
    and fields.version_number = leads.version_number
left join owners on owners.source = leads.source and owners.record_id = leads.owner_id
left join organisations on organisations.source = leads.source
