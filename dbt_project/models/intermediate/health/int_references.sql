{# Every reference from one record to another, and whether what it names is listed; only where the source has a table of that entity. #}
{{ config(materialized='view') }}

with deals as (select * from {{ ref('int_deals') }} where is_listed),

leads as (select * from {{ ref('int_leads') }}),

twins as (select * from {{ ref('int_twins') }}),

lead_ids as (
    select lead_id from leads
    union
    select record_id from twins where record_type = 'lead'
),

deal_ids as (
    select deal_id from {{ ref('int_deals') }}
    union
    select record_id from twins where record_type = 'deal'
),

products as (select distinct product from {{ ref('int_products') }}),

mapped as (
    select source, 'rep' as target from {{ ref('int_reps') }}
    union
    select source, 'account' from {{ ref('int_accounts') }}
    union
    select source, 'product' from {{ ref('int_products') }}
    union
    select source, 'lead' from leads
    union
    select source, 'deal' from deals
),

owners as (
    select 'deal' as entity, source, deal_id as record_id, owner_ref from deals where owner_ref is not null
    union all
    select 'lead', source, lead_id, owner_ref from leads where owner_ref is not null
),

named as (
    select owners.entity, owners.source, owners.record_id, 'rep' as target, 'owner' as field, owners.owner_ref as value, refs.is_listed
    from owners
    inner join {{ ref('int_rep_refs') }} as refs on refs.source = owners.source and refs.owner_ref = owners.owner_ref
    union all
    select 'deal', deals.source, deals.deal_id, 'account', 'account', deals.account_ref, refs.is_listed
    from deals
    inner join {{ ref('int_account_refs') }} as refs on refs.source = deals.source and refs.account_ref = deals.account_ref
    union all
    select 'deal', deals.source, deals.deal_id, 'product', 'product', deals.product_ref, products.product is not null
    from deals
    left join products on products.product = deals.product_ref
    where deals.product_ref is not null
    union all
    select 'deal_line', lines.source, lines.deal_id, 'product', 'product', lines.product, products.product is not null
    from {{ ref('int_deal_lines') }} as lines
    left join products on products.product = lines.product
    where lines.product is not null
    union all
    select 'deal_line', lines.source, lines.record_id, 'deal', 'deal_id', lines.deal_id, deal_ids.deal_id is not null
    from {{ ref('int_deal_lines') }} as lines
    left join deal_ids on deal_ids.deal_id = lines.deal_id
    union all
    select 'deal', deals.source, deals.deal_id, 'lead', 'lead_id', deals.lead_ref, lead_ids.lead_id is not null
    from deals
    left join lead_ids on lead_ids.lead_id = deals.lead_ref
    where deals.lead_ref is not null
    union all
    select 'lead', leads.source, leads.lead_id, 'deal', 'deal_id', leads.deal_ref, deal_ids.deal_id is not null
    from leads
    left join deal_ids on deal_ids.deal_id = leads.deal_ref
    where leads.deal_ref is not null
    union all
    select 'activity', activities.source, activities.activity_id, 'deal', 'deal_id', activities.deal_id, deal_ids.deal_id is not null
    from {{ ref('int_activities') }} as activities
    left join deal_ids on deal_ids.deal_id = activities.deal_id
    where activities.deal_id is not null
    union all
    select 'activity', activities.source, activities.activity_id, 'lead', 'lead_id', activities.lead_id, lead_ids.lead_id is not null
    from {{ ref('int_activities') }} as activities
    left join lead_ids on lead_ids.lead_id = activities.lead_id
    where activities.lead_id is not null
    union all
    select 'stage_event', events.source, events.record_id, 'lead', 'lead_id', events.lead_id, lead_ids.lead_id is not null
    from {{ ref('int_stage_events') }} as events
    left join lead_ids on lead_ids.lead_id = events.lead_id
    where events.lead_id is not null and events.deal_id is null
)

select named.*
from named
where exists (
    -- what is in company/ serves every source
    select 1 from mapped where mapped.target = named.target and mapped.source in (named.source, 'company')
)
