{#
    Deals with the primary ones of the contacts and companies that they are associated with. A stage and a pipeline are
    ids here; what the portal calls them is in stg_hubspot__stages. One row per version of a deal.
#}
with deals as (select * from {{ ref('base_hubspot__deals') }}),

fields as (
    {{ hubspot_fields('deals', 'deal', [
        'name', 'amount', 'currency', 'product', 'lead_source', 'payment_terms', 'stakeholders', 'discount', 'lost_reason',
        'referred_by', 'external_id', 'expected_close_date',
    ]) }}
),

links as (select * from {{ ref('stg_hubspot__links') }} where from_type = 'deal'),

parties as (
    select
        source,
        from_id,
        max(case when to_type = 'contact' and place = 1 then to_id end) as contact_id,
        max(case when to_type = 'company' and place = 1 then to_id end) as company_id,
        sum(case when to_type = 'contact' then 1 end) as contacts
    from links
    group by source, from_id
),

people as (select * from {{ ref('stg_hubspot__people') }} where is_current and not is_deleted),

portals as (select * from {{ ref('stg_hubspot__account_details') }})

select
    {{ version_columns('deals') }},
    deals.record_id as deal_id,
    coalesce(fields.name, deals.dealname) as name,
    cast(null as varchar) as lead_id,
    parties.company_id as account,
    parties.contact_id as person_ref,
    people.email as contact_email,
    people.phone as contact_phone,
    {{ hubspot_time('coalesce(deals.createdate, deals.created_text)', 'created') }},
    cast(null as timestamptz) as closed_at,
    cast(null as date) as closed_on,
    -- the vendor's close date is an instant; of an open deal it is the expected one, which int_sales_cycles reads off it
    {{ hubspot_time('deals.closedate', 'close_date') }},
    {{ hubspot_time('fields.expected_close_date', 'expected_close_date') }},
    deals.dealstage as stage,
    deals.pipeline,
    cast(null as varchar) as status,
    {{ as_number('coalesce(fields.amount, deals.amount)') }} as amount,
    coalesce(
        fields.currency,
        deals.deal_currency_code,
        -- a portal with one currency does not write it beside amounts
        case when coalesce(fields.amount, deals.amount) is not null then portals.currency end
    ) as currency,
    deals.hubspot_owner_id as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    coalesce({{ as_number('fields.stakeholders') }}, parties.contacts) as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    coalesce(fields.lost_reason, deals.closed_lost_reason) as lost_reason,
    fields.referred_by,
    fields.external_id,
    portals.url_of_records || '0-3/' || deals.record_id as record_url,
    deals.properties as custom
from deals
left join fields
    on fields.source = deals.source
    and fields.record_id = deals.record_id
    and fields.version_number = deals.version_number
left join parties on parties.source = deals.source and parties.from_id = deals.record_id
left join people on people.source = deals.source and people.person_id = parties.contact_id
left join portals on portals.source = deals.source
