{#
    The lead that a system itself says became a deal: one deal per lead, the earliest where several name it.
    A lead that another source holds (a form beside a CRM) is found by its id where only one source has it. What a twin
    in another source says is said of the record that counts.
#}
with leads as (select * from {{ ref('int_leads') }}),

deals as (select * from {{ ref('int_deals') }}),

twins as (select * from {{ ref('int_twins') }}),

-- every id that a deal or a lead goes by, with the record that counts
deal_names as (
    select source, deal_id as name, source as deal_source, deal_id, created_at, lead_ref from deals
    union all
    select twins.source, twins.record_id, deals.source, deals.deal_id, deals.created_at, twins.partner_ref
    from twins
    inner join deals on deals.source = twins.main_source and deals.deal_id = twins.main_id
    where twins.record_type = 'deal'
),

lead_names as (
    select source, lead_id as name, source as lead_source, lead_id, deal_ref from leads
    union all
    select twins.source, twins.record_id, leads.source, leads.lead_id, twins.partner_ref
    from twins
    inner join leads on leads.source = twins.main_source and leads.lead_id = twins.main_id
    where twins.record_type = 'lead'
),

named as (
    select deal_source, deal_id, created_at, source as named_in, lead_ref as lead_name
    from deal_names
    where lead_ref is not null
    union all
    select deal_names.deal_source, deal_names.deal_id, deal_names.created_at, lead_names.source, lead_names.name
    from lead_names
    inner join deal_names on deal_names.name = lead_names.deal_ref
),

placed as (
    select
        named.*,
        leads.lead_source,
        leads.lead_id,
        row_number() over (
            partition by named.deal_source, named.deal_id, named.lead_name
            order by case when leads.source = named.named_in then 0 else 1 end, leads.source
        ) as place
    from named
    inner join lead_names as leads on leads.name = named.lead_name
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
