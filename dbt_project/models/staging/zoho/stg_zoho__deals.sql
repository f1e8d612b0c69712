{#
    Deals with the contact and account that they name. A stage is its value here; what the organisation shows it as is in
    stg_zoho__stages. One row per version of a deal.
#}
with deals as (select * from {{ ref('base_zoho__deals') }}),

fields as (
    {{ zoho_fields('deals', 'deal', [
        'name', 'amount', 'currency', 'product', 'lead_source', 'payment_terms', 'stakeholders', 'discount', 'lost_reason',
        'referred_by', 'external_id', 'expected_close_date',
    ]) }}
),

parties as (
    select source, from_id, count(*) as contacts
    from {{ ref('stg_zoho__links') }}
    where to_type = 'contact'
    group by source, from_id
),

people as (select * from {{ ref('stg_zoho__people') }} where is_current and not is_deleted),

owners as (select * from {{ ref('stg_zoho__reps') }} where is_current),

organisations as (select * from {{ ref('stg_zoho__organisations') }})

select
    {{ version_columns('deals') }},
    deals.record_id as deal_id,
    coalesce(fields.name, deals.deal_name) as name,
    cast(null as varchar) as lead_id,
    deals.account_name__id as account,
    deals.contact_name__id as person_ref,
    people.email as contact_email,
    people.phone as contact_phone,
    deals.created_at,
    cast(null as date) as created_on,
    cast(null as timestamptz) as closed_at,
    cast(null as date) as closed_on,
    -- of an open deal it is the expected one, which int_sales_cycles reads off it
    {{ time_pair('deals.closing_date', 'close_date') }},
    {{ time_pair('fields.expected_close_date', 'expected_close_date') }},
    deals.stage,
    deals.pipeline,
    cast(null as varchar) as status,
    {{ as_number('coalesce(fields.amount, deals.amount)') }} as amount,
    coalesce(
        fields.currency,
        deals.currency,
        -- an organisation with one currency does not write it beside amounts
        case when coalesce(fields.amount, deals.amount) is not null then organisations.currency end
    ) as currency,
    {{ zoho_owner('deals') }} as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    coalesce({{ as_number('fields.stakeholders') }}, parties.contacts) as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    fields.lost_reason,
    fields.referred_by,
    fields.external_id,
    -- the address bar still has the old name of the module
    organisations.url_of_records || 'Potentials/' || deals.record_id as record_url,
    deals.payload as custom
from deals
left join fields
    on fields.source = deals.source
    and fields.record_id = deals.record_id
    and fields.version_number = deals.version_number
left join parties on parties.source = deals.source and parties.from_id = deals.record_id
left join people on people.source = deals.source and people.person_id = deals.contact_name__id
left join owners on owners.source = deals.source and owners.record_id = deals.owner_id
left join organisations on organisations.source = deals.source
