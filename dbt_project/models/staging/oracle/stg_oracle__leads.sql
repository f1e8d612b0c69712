{# Leads with the opportunity that was made of them, which names them. One row per version of a lead. #}
with leads as (select * from {{ ref('base_oracle__leads') }}),

fields as (
    {{ oracle_fields('leads', 'lead', [
        'status', 'name', 'email', 'phone', 'company', 'lead_source', 'campaign', 'deal_id', 'first_contact_at', 'referred_by',
        'external_id',
    ]) }}
),

-- of several that name it the earliest
deals as (
    select children.source, children.lead_id, {{ value_of_least('children.deal_id', 'deals.created_at') }} as deal_id
    from {{ ref('stg_oracle__children') }} as children
    inner join {{ ref('base_oracle__opportunities') }} as deals
        on deals.source = children.source
        and deals.record_id = children.deal_id
        and deals.is_current
        and not deals.is_deleted
    where children.kind = 'opportunity_lead' and children.lead_id is not null
    group by children.source, children.lead_id
),

people as (select * from {{ ref('stg_oracle__people') }} where is_current and not is_deleted)

select
    {{ version_columns('leads') }},
    leads.payload as custom,
    leads.record_id as lead_id,
    leads.created_at,
    cast(null as date) as created_on,
    {{ time_pair('fields.first_contact_at', 'first_contact') }},
    coalesce(fields.name, leads.primarycontactpartyname, people.name, leads.name) as name,
    coalesce(fields.email, people.email) as email,
    coalesce(fields.phone, people.phone) as phone,
    coalesce(fields.company, people.company) as company,
    leads.customerid as account,
    leads.primarycontactid as person_ref,
    fields.lead_source,
    fields.campaign,
    leads.ownerid as owner,
    cast(null as varchar) as pipeline,
    fields.status,
    coalesce(fields.deal_id, deals.deal_id) as deal_id,
    fields.referred_by,
    fields.external_id,
    coalesce(people.opted_out, false) as opted_out,
    cast(null as varchar) as record_url
from leads
left join fields
    on fields.source = leads.source
    and fields.record_id = leads.record_id
    and fields.version_number = leads.version_number
left join deals on deals.source = leads.source and deals.lead_id = leads.record_id
left join people on people.source = leads.source and people.person_id = leads.primarycontactid
