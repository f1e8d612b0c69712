{# Who brought in whom: one row per referral, credited or not, with the reason. #}
with referrals as (select * from {{ ref('int_referrals_credited') }}),

chains as (select * from {{ ref('int_referral_chains') }}),

cycles as (select * from {{ ref('int_sales_cycles') }}),

depths as (
    select
        referral_id,
        count(*) as ancestors,
        min(case when is_root then ancestor_person_id end) as root_person_id
    from chains
    group by referral_id
),

final as (
    select
        referrals.referral_id,
        referrals.source,
        referrals.referrer_person_id,
        referrals.referred_person_id,
        referrals.referred_cycle_id,
        referrals.method,
        referrals.confidence,
        case when referrals.is_credited then cast(1 + coalesce(depths.ancestors, 0) as integer) end as depth,
        case when referrals.is_credited then coalesce(depths.root_person_id, referrals.referrer_person_id) end
            as root_person_id,
        referrals.referred_at,
        referrals.referred_date,
        referrals.referred_precision,
        cycles.status,
        referrals.is_credited,
        referrals.not_credited_reason,
        cycles.amount_reporting,
        referrals.is_repeat_purchase,
        coalesce(cycles.is_counted, true) as is_counted
    from referrals
    left join cycles on cycles.cycle_id = referrals.referred_cycle_id
    left join depths on depths.referral_id = referrals.referral_id
)

select * from final
