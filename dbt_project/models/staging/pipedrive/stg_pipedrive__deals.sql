{#
    Deals, archived ones too. A deal that is won or lost is still in a stage; its status is the outcome unless the stage says
    more. A value of 0 is what a deal has to which nobody gave one. One row per version of a deal.
#}
with deals as (select * from {{ ref('base_pipedrive__deals') }}),

fields as (
    {{ pipedrive_fields('deals', 'deal', [
        'name', 'amount', 'currency', 'product', 'lead_source', 'payment_terms', 'stakeholders', 'discount', 'lost_reason',
        'referred_by', 'external_id', 'expected_close_date',
    ]) }}
),

own_fields as ({{ pipedrive_fields('deals', 'deal', own=true) }}),

people as (select * from {{ ref('stg_pipedrive__people') }} where is_current and not is_deleted),

owners as (select * from {{ ref('stg_pipedrive__reps') }} where is_current),

stages as (select * from {{ ref('stg_pipedrive__stages') }}),

companies as (select * from {{ ref('stg_pipedrive__companies') }})

select
    {{ version_columns('deals') }},
    deals.record_id as deal_id,
    coalesce(fields.name, deals.title) as name,
    deals.source_lead_id as lead_id,
    deals.org_id as account,
    deals.person_id as person_ref,
    people.email as contact_email,
    people.phone as contact_phone,
    deals.created_at,
    cast(null as date) as created_on,
    cast(null as timestamptz) as closed_at,
    cast(null as date) as closed_on,
    -- the day as the company sees it, which is told beside the instant
    {{ time_pair("case
        when deals.status = 'won' then coalesce(deals.local_won_date, deals.local_close_date, deals.won_time, deals.close_time)
        when deals.status = 'lost' then coalesce(deals.local_lost_date, deals.local_close_date, deals.lost_time, deals.close_time)
    end", 'close_date') }},
    {{ time_pair('coalesce(fields.expected_close_date, deals.expected_close_date)', 'expected_close_date') }},
    deals.stage_id as stage,
    deals.pipeline_id as pipeline,
    case
        when deals.status in ('won', 'lost') and not {{ pipedrive_stage_says_it('deals.status', 'stages.meaning') }} then deals.status
    end as status,
    nullif({{ as_number('coalesce(fields.amount, deals.value)') }}, 0) as amount,
    case
        when nullif({{ as_number('coalesce(fields.amount, deals.value)') }}, 0) is not null
            then coalesce(fields.currency, deals.currency, companies.currency)
    end as currency,
    {{ pipedrive_owner('deals.owner_id') }} as owner,
    fields.product,
    fields.lead_source,
    fields.payment_terms,
    {{ as_number('coalesce(fields.stakeholders, deals.participants_count)') }} as stakeholders,
    {{ as_number('fields.discount') }} as discount,
    coalesce(fields.lost_reason, deals.lost_reason) as lost_reason,
    fields.referred_by,
    fields.external_id,
    companies.url_of_records || 'deal/' || deals.record_id as record_url,
    own_fields.custom
from deals
left join fields
    on fields.source = deals.source
    and fields.record_id = deals.record_id
    and fields.version_number = deals.version_number
left join own_fields
    on own_fields.source = deals.source
    and own_fields.record_id = deals.record_id
    and own_fields.version_number = deals.version_number
left join people on people.source = deals.source and people.person_id = deals.person_id
left join owners on owners.source = deals.source and owners.rep_id = deals.owner_id
left join stages on stages.source = deals.source and stages.stage = deals.stage_id
left join companies on companies.source = deals.source
