{# Lead objects, and contacts that are leads by what the configuration says of them. One row per version of a lead. #}
{% set fields = ['name', 'lead_source', 'campaign', 'referred_by', 'external_id', 'first_contact_at'] %}

with leads as (select * from {{ ref('base_hubspot__leads') }}),

lead_fields as ({{ hubspot_fields('leads', 'lead', fields) }}),

contacts as (
    select contacts.*, lead_contacts.created_at, lead_contacts.status, lead_contacts.deal_id
    from {{ ref('base_hubspot__contacts') }} as contacts
    inner join {{ ref('stg_hubspot__lead_contacts') }} as lead_contacts
        on lead_contacts.source = contacts.source and lead_contacts.contact_id = contacts.record_id
),

contact_fields as ({{ hubspot_fields('contacts', 'contact', fields) }}),

links as (
    select
        source,
        from_id,
        max(case when to_type = 'contact' then to_id end) as contact_id,
        max(case when to_type = 'company' then to_id end) as company_id,
        max(case when to_type = 'deal' then to_id end) as deal_id
    from {{ ref('stg_hubspot__links') }}
    where from_type = 'lead' and place = 1
    group by source, from_id
),

people as (select * from {{ ref('stg_hubspot__people') }} where is_current and not is_deleted),

accounts as (select * from {{ ref('stg_hubspot__accounts') }} where is_current and not is_deleted),

portals as (select * from {{ ref('stg_hubspot__account_details') }}),

unioned as (
    select
        {{ version_columns('leads') }},
        {{ hubspot_time('coalesce(leads.hs_createdate, leads.created_text)', 'created') }},
        links.contact_id as person_ref,
        links.company_id as account,
        links.deal_id,
        leads.hs_pipeline as pipeline,
        leads.hs_pipeline_stage as status,
        leads.hubspot_owner_id as owner,
        leads.properties as custom,
        coalesce(lead_fields.name, leads.hs_lead_name) as lead_name,
        lead_fields.lead_source,
        lead_fields.campaign,
        lead_fields.referred_by,
        lead_fields.external_id,
        lead_fields.first_contact_at as first_contact,
        '0-136/' as type_in_url
    from leads
    left join lead_fields
        on lead_fields.source = leads.source
        and lead_fields.record_id = leads.record_id
        and lead_fields.version_number = leads.version_number
    left join links on links.source = leads.source and links.from_id = leads.record_id
    union all
    select
        contacts.source, contacts.record_id, contacts.version_number, contacts.is_current, contacts.is_deleted,
        contacts.modified_at, contacts.extracted_at, contacts.load_seq, null, null,
        contacts.created_at, null, contacts.record_id, null, contacts.deal_id, null,
        coalesce(case when contacts.is_current then contacts.status end, contacts.hs_lead_status, contacts.lifecyclestage),
        contacts.hubspot_owner_id, contacts.properties, null,
        contact_fields.lead_source, contact_fields.campaign, contact_fields.referred_by, contact_fields.external_id,
        contact_fields.first_contact_at, '0-1/'
    from contacts
    left join contact_fields
        on contact_fields.source = contacts.source
        and contact_fields.record_id = contacts.record_id
        and contact_fields.version_number = contacts.version_number
)

select
    unioned.source,
    unioned.record_id,
    unioned.version_number,
    unioned.is_current,
    unioned.is_deleted,
    unioned.modified_at,
    unioned.extracted_at,
    unioned.load_seq,
    unioned.payload_error,
    unioned.errors,
    unioned.custom,
    unioned.record_id as lead_id,
    unioned.created_at,
    unioned.created_on,
    {{ hubspot_time('unioned.first_contact', 'first_contact') }},
    coalesce(people.name, unioned.lead_name) as name,
    people.email,
    people.phone,
    coalesce(accounts.name, people.company) as company,
    unioned.account,
    unioned.person_ref,
    -- where a lead object does not say, its contact does
    coalesce(unioned.lead_source, people.lead_source) as lead_source,
    coalesce(unioned.campaign, people.campaign) as campaign,
    unioned.owner,
    unioned.pipeline,
    unioned.status,
    unioned.deal_id,
    unioned.referred_by,
    unioned.external_id,
    people.opted_out,
    portals.url_of_records || unioned.type_in_url || unioned.record_id as record_url
from unioned
left join people on people.source = unioned.source and people.person_id = unioned.person_ref
left join accounts on accounts.source = unioned.source and accounts.account_id = unioned.account
left join portals on portals.source = unioned.source
