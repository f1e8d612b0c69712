{#
    Opportunities with the contact whose role is the primary one, or who was named when they were made. A pipeline is a
    record type; what stages and record types are called is in stg_salesforce__stages. One row per version.
#}
with deals as (select * from {{ ref('base_salesforce__opportunities') }}),

fields as (
    {{ configured_fields('deals', 'deal', [
        'name', 'amount', 'currency', 'product', 'lead_source', 'payment_terms', 'stakeholders', 'discount', 'lost_reason',
        'referred_by', 'external_id', 'expected_close_date',
    ]) }}
),

parties as (
    select source, from_id, max(case when place = 1 then to_id end) as contact_id, count(*) as contacts
    from {{ ref('stg_salesforce__links') }}
    where from_type = 'deal' and to_type = 'contact'
    group by source, from_id
),

people as (select * from {{ ref('stg_salesforce__people') }} where is_current and not is_deleted),

organizations as (select * from {{ ref('stg_salesforce__organizations') }})

select
    {{ version_columns('deals') }},
    deals.record_id as deal_id,
    coalesce(fields.name, deals.name) as name,
    cast(null as varchar) as lead_id,
    deals.accountid as account,
    parties.contact_id as person_ref,
    people.email as contact_email,
    people.phone as contact_phone,
    {{ time_pair('deals.createddate', 'created') }},
    cast(null as timestamptz) as closed_at,
    cast(null as date) as closed_on,
    -- of an open opportunity it is the expected one, which int_sales_cycles reads off it
    {{ time_pair('deals.closedate', 'close_date') }},
    {{ time_pair('fields.expected_close_date', 'expected_close_date') }},
    deals.stagename as stage,
    deals.recordtypeid as pipeline,
    cast(null as varchar) as status,
    {{ as_number('coalesce(fields.amount, deals.amount)') }} as amount,
    -- the currency is always there, also where there is no amount
    case when coalesce(fields.amount, deals.amount) is not null then coalesce(fields.currency, deals.currencyisocode) end as currency,
    owners.rep_id as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    coalesce({{ as_number('fields.stakeholders') }}, parties.contacts) as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    fields.lost_reason,
    fields.referred_by,
    fields.external_id,
    {{ salesforce_record_url('Opportunity', 'deals.record_id') }} as record_url,
    deals.properties as custom
from deals
left join fields
    on fields.source = deals.source
    and fields.record_id = deals.record_id
    and fields.version_number = deals.version_number
left join parties on parties.source = deals.source and parties.from_id = deals.record_id
left join people on people.source = deals.source and people.person_id = parties.contact_id
{{ salesforce_join_owner('deals') }}
left join organizations on organizations.source = deals.source
