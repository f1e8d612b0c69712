{#
    The deal a lead belongs to, at most one: the vendor's link, else the same person's earliest deal created within
    lead_to_deal_days after the lead.
#}
with settings as (select * from {{ ref('int_settings') }}),

leads as (select * from {{ ref('int_leads') }}),

deals as (select * from {{ ref('int_deals') }}),

links as (select * from {{ ref('int_vendor_links') }}),

people as (select * from {{ ref('int_person_records') }}),

first_events as (
    select source, deal_id, min(entered_at) as first_at, min(entered_date) as first_date
    from {{ ref('int_stage_events') }}
    where deal_id is not null
    group by source, deal_id
),

dated_deals as (
    select
        deals.source,
        deals.deal_id,
        deal_people.person_id,
        coalesce(deals.created_at, first_events.first_at, deals.closed_at) as begun_at,
        coalesce(deals.created_date, first_events.first_date, deals.closed_date) as begun_date,
        deals.created_precision
    from deals
    inner join people as deal_people
        on deal_people.record_type = 'deal' and deal_people.source = deals.source and deal_people.record_id = deals.deal_id
    left join first_events on first_events.source = deals.source and first_events.deal_id = deals.deal_id
),

unlinked as (
    select leads.*, lead_people.person_id
    from leads
    inner join people as lead_people
        on lead_people.record_type = 'lead' and lead_people.source = leads.source and lead_people.record_id = leads.lead_id
    left join links on links.lead_source = leads.source and links.lead_id = leads.lead_id
    where links.lead_id is null
),

candidates as (
    select
        unlinked.source as lead_source,
        unlinked.lead_id,
        dated_deals.source as deal_source,
        dated_deals.deal_id,
        row_number() over (
            partition by unlinked.source, unlinked.lead_id
            order by dated_deals.begun_at, dated_deals.source, dated_deals.deal_id
        ) as preference
    from unlinked
    cross join settings
    inner join dated_deals on dated_deals.person_id = unlinked.person_id
    where {{ days_between('unlinked.created_date', 'dated_deals.begun_date') }} >= 0
        and case
            when unlinked.created_precision = 'date' or dated_deals.created_precision = 'date'
                then {{ days_between('unlinked.created_date', 'dated_deals.begun_date') }} <= settings.lead_to_deal_days
            else dated_deals.begun_at >= unlinked.created_at
                and dated_deals.begun_at <= {{ plus_days('unlinked.created_at', 'settings.lead_to_deal_days') }}
        end
)

select lead_source, lead_id, deal_source, deal_id, 'vendor_link' as method from links
union all
select lead_source, lead_id, deal_source, deal_id, 'same_person' as method from candidates where preference = 1
