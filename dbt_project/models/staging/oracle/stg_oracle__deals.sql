{#
    Opportunities with the account and contact that they name. A stage and a sales method are ids here; what the pod calls them
    is in stg_oracle__stages. The status counts where the stage does not say by itself that the deal is closed: then it was
    closed when it left its last stage, else on its close date. One row per version of an opportunity.
#}
with deals as (select * from {{ ref('base_oracle__opportunities') }}),

fields as (
    {{ oracle_fields('deals', 'deal', [
        'name', 'amount', 'currency', 'close_date', 'expected_close_date', 'product', 'lead_source', 'payment_terms',
        'stakeholders', 'discount', 'lost_reason', 'referred_by', 'external_id',
    ]) }}
),

children as (select * from {{ ref('stg_oracle__children') }}),

contacts as (
    select source, deal_id, count(distinct contact_id) as contacts
    from children
    where kind = 'opportunity_contact'
    group by source, deal_id
),

lasts as (
    select source, deal_id, stage, exited_at
    from (
        select
            *,
            row_number() over (partition by source, deal_id order by entered_at desc, place desc) as from_last
        from children
        where kind = 'stage_snapshot' and entered_at is not null
    ) as ranked
    where from_last = 1
),

stages as (select * from {{ ref('stg_oracle__stages') }} where pipeline is not null),

people as (select * from {{ ref('stg_oracle__people') }} where is_current and not is_deleted),

judged as (
    select
        deals.*,
        case
            when upper(deals.statuscode) <> 'OPEN' and not coalesce(stages.ends, false) then deals.statuscode
        end as status
    from deals
    left join stages
        on stages.source = deals.source and stages.pipeline = deals.salesmethodid and stages.stage = deals.salesstageid
)

select
    {{ version_columns('deals') }},
    deals.record_id as deal_id,
    coalesce(fields.name, deals.name) as name,
    cast(null as varchar) as lead_id,
    deals.targetpartyid as account,
    deals.keycontactid as person_ref,
    people.email as contact_email,
    people.phone as contact_phone,
    deals.created_at,
    cast(null as date) as created_on,
    case when deals.status is not null and lasts.stage = deals.salesstageid then lasts.exited_at end as closed_at,
    case
        when deals.status is not null and (lasts.exited_at is null or lasts.stage <> deals.salesstageid)
            then {{ as_date('left(fields.close_date, 10)') }}
    end as closed_on,
    -- of an open deal it is the expected one, which int_sales_cycles reads off it
    {{ time_pair('fields.close_date', 'close_date') }},
    {{ time_pair('fields.expected_close_date', 'expected_close_date') }},
    deals.salesstageid as stage,
    deals.salesmethodid as pipeline,
    deals.status,
    {{ as_number('fields.amount') }} as amount,
    -- a currency stands there without an amount, too
    case when fields.amount is not null then fields.currency end as currency,
    deals.ownerresourcepartyid as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    coalesce({{ as_number('fields.stakeholders') }}, contacts.contacts) as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    fields.lost_reason,
    fields.referred_by,
    fields.external_id,
    cast(null as varchar) as record_url,
    deals.payload as custom
from judged as deals
left join fields
    on fields.source = deals.source
    and fields.record_id = deals.record_id
    and fields.version_number = deals.version_number
left join contacts on contacts.source = deals.source and contacts.deal_id = deals.record_id
left join lasts on lasts.source = deals.source and lasts.deal_id = deals.record_id
left join people on people.source = deals.source and people.person_id = deals.keycontactid
