{#
    Leads and opportunities, which are one record in Tryton: a deal whose first stage is that of a lead, so that an
    attempt to sell counts once. One row per version of an opportunity.
#}
with opportunities as (select * from {{ ref('base_tryton__opportunities') }}),

fields as (
    {{ tryton_fields('opportunities', 'deal', [
        'name', 'product', 'lead_source', 'payment_terms', 'stakeholders', 'discount', 'lost_reason', 'referred_by',
        'external_id',
    ]) }}
),

points as (select * from {{ ref('stg_tryton__contact_points') }}),

parties as (
    select
        opportunities.source,
        opportunities.record_id,
        opportunities.version_number,
        coalesce(merges.survivor_id, opportunities.party) as account,
        coalesce(people.survivor_id, named.party, merges.survivor_id, opportunities.party) as person_ref,
        named.email,
        named.phone
    from opportunities
    left join points as named
        on named.source = opportunities.source and named.kind = 'contact' and named.id = opportunities.contact
    left join {{ ref('stg_tryton__merges') }} as merges
        on merges.source = opportunities.source and merges.object = 'company' and merges.absorbed_id = opportunities.party
    left join {{ ref('stg_tryton__merges') }} as people
        on people.source = opportunities.source and people.object = 'contact' and people.absorbed_id = named.party
)

select
    {{ version_columns('opportunities') }},
    opportunities.record_id as deal_id,
    coalesce(fields.name, opportunities.number) as name,
    cast(null as varchar) as lead_id,
    parties.account,
    parties.person_ref,
    coalesce(parties.email, points.email) as contact_email,
    coalesce(parties.phone, points.phone) as contact_phone,
    opportunities.create_date as created_at,
    cast(null as date) as created_on,
    cast(null as timestamptz) as closed_at,
    cast(null as date) as closed_on,
    -- of an open one it is the expected end; one that is open again keeps the end it had
    cast(null as timestamptz) as close_date_at,
    opportunities.end_date as close_date_on,
    cast(null as timestamptz) as expected_close_date_at,
    cast(null as date) as expected_close_date_on,
    opportunities.state as stage,
    cast(null as varchar) as pipeline,
    cast(null as varchar) as status,
    {{ as_number('opportunities.amount') }} as amount,
    opportunities.currency,
    opportunities.employee as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    {{ as_number('fields.stakeholders') }} as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    fields.lost_reason,
    fields.referred_by,
    fields.external_id,
    cast(null as varchar) as record_url,
    opportunities.payload as custom
from opportunities
inner join parties
    on parties.source = opportunities.source
    and parties.record_id = opportunities.record_id
    and parties.version_number = opportunities.version_number
left join fields
    on fields.source = opportunities.source
    and fields.record_id = opportunities.record_id
    and fields.version_number = opportunities.version_number
left join points on points.source = opportunities.source and points.kind = 'party' and points.id = parties.person_ref
