{# People without what identifies them: names and full contact points are in schema contacts. #}
with records as (select * from {{ ref('int_person_records') }}),

contact_quality as (select * from {{ ref('contact_quality') }} where contact_number = 1),

opted_out as (
    select source, 'lead' as record_type, lead_id as record_id from {{ ref('int_leads') }} where opted_out
    union all
    select source, 'person', person_id from {{ ref('int_people') }} where opted_out
),

counted as (
    select
        records.person_id,
        min(case when records.person_id = records.own_person_id then records.source end) as source,
        min(records.created_at) as first_seen_at,
        count(*) as records,
        sum(case when records.record_type = 'lead' then 1 else 0 end) as leads,
        count(opted_out.record_id) > 0 as has_opted_out
    from records
    left join opted_out
        on opted_out.source = records.source
        and opted_out.record_type = records.record_type
        and opted_out.record_id = records.record_id
    group by records.person_id
),

final as (
    select
        counted.person_id,
        counted.source,
        counted.first_seen_at,
        counted.records,
        cast(counted.leads as bigint) as leads,
        emails.value_masked as email_masked,
        coalesce(emails.is_valid, false) as has_valid_email,
        phones.value_masked as phone_masked,
        coalesce(phones.is_valid, false) as has_valid_phone,
        phones.region as phone_region,
        counted.has_opted_out
    from counted
    left join contact_quality as emails on emails.person_id = counted.person_id and emails.kind = 'email'
    left join contact_quality as phones on phones.person_id = counted.person_id and phones.kind = 'phone'
)

select * from final
