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
        source, 'deal', deal_id, null, contact_email, contact_phone, account_ref, person_ref, created_at, created_date, load_seq
    from {{ ref('int_deals') }}
    where contact_email is not null or contact_phone is not null or person_ref is not null
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
