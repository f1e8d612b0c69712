{# Every person-like record with what was typed in for it: the only place where contact texts are gathered. #}
{{ config(materialized='view') }}

with settings as (select * from {{ ref('int_settings') }}),

records as (
    select
        source, 'lead' as record_type, lead_id as record_id, name, email, phone, company, person_ref,
        created_at, created_date, load_seq
    from {{ ref('int_leads') }}
    union all
    select
        deals.source, 'deal', deals.deal_id, null, deals.contact_email, deals.contact_phone,
        -- a system that ties deals to contacts names companies by an id
        case when deals.person_ref is null then deals.account_ref else accounts.name end,
        deals.person_ref, deals.created_at, deals.created_date, deals.load_seq
    from {{ ref('int_deals') }} as deals
    left join {{ ref('int_accounts') }} as accounts
        on accounts.source = deals.source and accounts.account_id = deals.account_ref
    where deals.contact_email is not null or deals.contact_phone is not null or deals.person_ref is not null
    union all
    select source, 'person', person_id, name, email, phone, company, person_id, null, null, load_seq from {{ ref('int_people') }}
    union all
    select
        source, 'booking', booking_id, name, email, phone, null, person_ref, booked_at, booked_date, load_seq
    from {{ ref('int_bookings') }}
    where email is not null or phone is not null or person_ref is not null
),

countries as (
    select text, min(country) as country
    from (
        select account_id as text, upper(country) as country from {{ ref('int_accounts') }}
        union all
        select name as text, upper(country) as country from {{ ref('int_accounts') }}
    ) as texts
    where length(country) = 2 and text is not null
    group by text
)

select
    concat(records.record_type, '|', records.source, '|', records.record_id) as record_key,
    records.*,
    coalesce(countries.country, settings.default_region) as phone_region
from records
cross join settings
left join countries on countries.text = records.company
