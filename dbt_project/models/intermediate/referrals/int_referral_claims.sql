{#
    Everything that says somebody was referred: a referral record, or the field of a lead or deal. One row per saying;
    `referrer_text` is as it was typed. A lead source that only says "referral" names nobody: it is the channel.
#}
with settings as (select * from {{ ref('int_settings') }}),

referred as (select * from {{ ref('int_referred') }}),

listed as (select * from {{ ref('int_referral_records') }}),

cycle_records as (select * from {{ ref('int_cycle_records') }}),

cycles as (select * from {{ ref('int_sales_cycles') }}),

records as (
    select
        'referral' as record_type,
        listed.source,
        listed.record_id,
        referred.cycle_id,
        referred.person_id,
        {{ match_key('listed.referred') }} as referred_text,
        listed.referrer as referrer_text,
        coalesce(listed.method, 'record') as method,
        cast(case when listed.method in ('link', 'code', 'coupon', 'form') then 1.0 else 0.9 end as double) as confidence,
        listed.referred_at,
        listed.referred_date,
        listed.referred_precision
    from listed
    cross join settings
    inner join referred on referred.source = listed.source and referred.record_id = listed.record_id
    where listed.referred_at is null or listed.referred_at <= settings.as_of_cut
),

named as (
    select 'lead' as record_type, source, lead_id as record_id, referred_by from {{ ref('int_leads') }}
    union all
    select 'deal', source, deal_id, referred_by from {{ ref('int_deals') }}
),

fields as (
    select
        named.record_type,
        named.source,
        named.record_id,
        cycles.cycle_id,
        cycles.person_id,
        cast(null as varchar) as referred_text,
        named.referred_by as referrer_text,
        'field' as method,
        cast(0.8 as double) as confidence
    from named
    inner join cycle_records
        on cycle_records.record_type = named.record_type
        and cycle_records.source = named.source
        and cycle_records.record_id = named.record_id
    inner join cycles on cycles.cycle_id = cycle_records.cycle_id
    where named.referred_by is not null
),

unioned as (
    select * from records
    union all
    select *, cast(null as timestamptz), cast(null as date), cast(null as varchar) from fields
)

select * from unioned
