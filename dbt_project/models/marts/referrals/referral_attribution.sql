{#
    What each referrer's credited referrals came to. The row (unknown) holds the rest of what came as a referral: each
    cycle, or person without one, that no referrer is credited with, once.
#}
with referrals as (
    select
        *,
        coalesce(referred_cycle_id, referred_person_id, referral_id) as referred_key
    from {{ ref('fct_referrals') }}
    where is_counted
),

chains as (select * from {{ ref('int_referral_chains') }}),

credited as (select *, referrer_person_id as referrer from referrals where is_credited),

rest as (
    select
        referrals.*,
        '(unknown)' as referrer,
        row_number() over (
            partition by referrals.referred_key order by referrals.referred_at desc, referrals.referral_id
        ) as place
    from referrals
    left join credited on credited.referred_key = referrals.referred_key
    where credited.referral_id is null
),

counted as (
    select referrer, referral_id, referred_cycle_id, referred_at, status, amount_reporting from credited
    union all
    select referrer, referral_id, referred_cycle_id, referred_at, status, amount_reporting from rest where place = 1
),

totals as (
    select
        referrer,
        count(*) as referrals,
        count(referred_cycle_id) as became_cycles,
        sum(case when status = 'won' then 1 else 0 end) as won,
        sum(case when status = 'won' then amount_reporting end) as won_amount_reporting,
        sum(case when status = 'won' and amount_reporting is null then 1 else 0 end) as missing_amounts,
        max(referred_at) as last_referral_at
    from counted
    group by referrer
),

-- a cycle counts once for everybody above it in its chain
chain_members as (
    select referrer, referred_cycle_id, status, amount_reporting from counted
    union
    select chains.ancestor_person_id, credited.referred_cycle_id, credited.status, credited.amount_reporting
    from chains
    inner join credited on credited.referral_id = chains.referral_id
),

chain_totals as (
    select referrer, sum(amount_reporting) as chain_amount_reporting
    from chain_members
    where status = 'won'
    group by referrer
),

final as (
    select
        totals.referrer as referrer_person_id,
        totals.referrals,
        totals.became_cycles,
        cast(totals.won as bigint) as won,
        coalesce(totals.won_amount_reporting, 0) as won_amount_reporting,
        cast(totals.missing_amounts as bigint) as missing_amounts,
        coalesce(chain_totals.chain_amount_reporting, 0) as chain_amount_reporting,
        cast(totals.won as double) / totals.referrals as conversion,
        totals.last_referral_at
    from totals
    left join chain_totals on chain_totals.referrer = totals.referrer
)

select * from final
