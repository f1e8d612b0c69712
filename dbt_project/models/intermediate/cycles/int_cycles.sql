{# One row per cycle with its records joined, before anything is known of its visits. #}
with settings as (select * from {{ ref('int_settings') }}),

records as (select * from {{ ref('int_cycle_records') }}),

people as (select * from {{ ref('int_person_records') }}),

leads as (
    select
        records.cycle_id,
        min(case when records.place_of_lead = 1 then leads.source end) as lead_system,
        min(case when records.place_of_lead = 1 then leads.lead_id end) as lead_id,
        min(case when records.place_of_lead = 1 then leads.lead_source end) as lead_source,
        min(case when records.place_of_lead = 1 then leads.company end) as company,
        min(case when records.place_of_lead = 1 then leads.account_ref end) as account_ref,
        min(case when records.place_of_lead = 1 then leads.record_url end) as record_url,
        min(case when records.place_of_lead = 1 then leads.custom end) as custom,
        min(case when records.place_of_lead = 1 then lead_people.person_id end) as person_id,
        min(leads.created_at) as created_at,
        min(leads.created_date) as created_date,
        {{ value_of_least('leads.created_precision', 'leads.created_at') }} as created_precision,
        min(leads.first_contact_at) as first_contact_at,
        min(leads.first_contact_date) as first_contact_date,
        {{ value_of_least('leads.first_contact_precision', 'leads.first_contact_at') }} as first_contact_precision,
        min(leads.extracted_at) as extracted_at
    from (
        select
            *,
            row_number() over (partition by cycle_id order by place) as place_of_lead
        from records
        where record_type = 'lead'
    ) as records
    inner join {{ ref('int_leads') }} as leads on leads.source = records.source and leads.lead_id = records.record_id
    left join people as lead_people
        on lead_people.record_type = 'lead' and lead_people.source = leads.source and lead_people.record_id = leads.lead_id
    group by records.cycle_id
),

deals as (
    select records.cycle_id, deals.*, deal_people.person_id
    from records
    inner join {{ ref('int_deals') }} as deals on deals.source = records.source and deals.deal_id = records.record_id
    left join people as deal_people
        on deal_people.record_type = 'deal' and deal_people.source = deals.source and deal_people.record_id = deals.deal_id
    where records.record_type = 'deal'
),

begun as (select cycle_id, min(begun_at) as begun_at from records group by cycle_id),

first_sights as (select * from {{ ref('int_first_lead_sources') }})

select
    coalesce(deals.cycle_id, leads.cycle_id) as cycle_id,
    coalesce(deals.source, leads.lead_system) as source,
    deals.deal_id,
    leads.lead_id,
    leads.lead_system,
    coalesce(deals.person_id, leads.person_id) as person_id,
    coalesce(deal_accounts.account_id, case when lead_accounts.is_listed then lead_accounts.account_id end) as account_id,
    coalesce(deals.name, leads.company) as record_name,
    coalesce(deals.record_url, leads.record_url) as record_url,
    deals.account_ref,
    deals.owner_ref,
    deals.pipeline,
    coalesce(first_sights.lead_source, leads.lead_source, deals.lead_source) as lead_source,
    deals.product_ref,
    deals.amount,
    deals.currency,
    coalesce(deals.vendor_close_date, deals.closed_date) as vendor_close_date,
    deals.expected_close_date,
    coalesce(deals.closed_at, {{ local_midnight('deals.vendor_close_date', 'settings.reporting_timezone') }}) as vendor_closed_at,
    coalesce(deals.closed_date, deals.vendor_close_date) as vendor_closed_date,
    coalesce(deals.closed_precision, case when deals.vendor_close_date is not null then 'date' end) as vendor_closed_precision,
    deals.payment_terms,
    deals.stakeholders,
    deals.discount,
    deals.lost_reason,
    deals.custom as deal_custom,
    leads.custom as lead_custom,
    deals.created_at as deal_created_at,
    deals.created_date as deal_created_date,
    deals.created_precision as deal_created_precision,
    leads.created_at as lead_created_at,
    leads.created_date as lead_created_date,
    leads.created_precision as lead_created_precision,
    leads.first_contact_at,
    leads.first_contact_date,
    leads.first_contact_precision,
    begun.begun_at as base_started_at,
    least(deals.extracted_at, leads.extracted_at) as first_seen_at
from deals
full outer join leads on leads.cycle_id = deals.cycle_id
cross join settings
left join begun on begun.cycle_id = coalesce(deals.cycle_id, leads.cycle_id)
left join first_sights on first_sights.cycle_id = coalesce(deals.cycle_id, leads.cycle_id)
left join {{ ref('int_account_refs') }} as deal_accounts
    on deal_accounts.source = deals.source and deal_accounts.account_ref = deals.account_ref
left join {{ ref('int_account_refs') }} as lead_accounts
    on lead_accounts.source = leads.lead_system and lead_accounts.account_ref = leads.account_ref
