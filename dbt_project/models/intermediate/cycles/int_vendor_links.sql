{#
    The lead that a system itself says became a deal: one deal per lead, the earliest where several name it.
    A lead that another source holds (a form beside a CRM) is found by its id where only one source has it.
#}
with leads as (select * from {{ ref('int_leads') }}),

deals as (select * from {{ ref('int_deals') }}),

named as (
    select deals.source as deal_source, deals.deal_id, deals.created_at, deals.source as named_in, deals.lead_ref as lead_id
    from deals
    where deals.lead_ref is not null
    union all
    select deals.source as deal_source, deals.deal_id, deals.created_at, leads.source as named_in, leads.lead_id
    from leads
    inner join deals on deals.deal_id = leads.deal_ref
),

placed as (
    select
        named.*,
        leads.source as lead_source,
        row_number() over (
            partition by named.deal_source, named.deal_id, named.lead_id
            order by case when leads.source = named.named_in then 0 else 1 end, leads.source
        ) as place
    from named
    inner join leads on leads.lead_id = named.lead_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by lead_source, lead_id
            order by
                case when deal_source = lead_source then 0 else 1 end,
                case when created_at is null then 1 else 0 end,
                created_at,
                deal_source,
                deal_id
        ) as preference
    from placed
    where place = 1
)

select lead_source, lead_id, deal_source, deal_id
from ranked
where preference = 1
