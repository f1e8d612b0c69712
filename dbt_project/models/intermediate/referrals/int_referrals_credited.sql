{#
    Who gets the credit, at most one referrer per referred cycle (or person, while there is no cycle): highest
    confidence, then earliest. A referral that closes a loop with those before it is refused, and only that one.
#}
with referrals as (select * from {{ ref('int_referrals') }}),

preferred as (
    select
        *,
        is_eligible and row_number() over (
            partition by referred_key, is_eligible order by confidence desc, time_order
        ) = 1 as is_preferred
    from referrals
),

links as (
    select
        referrals.referral_id as node,
        referrals.time_order as node_order,
        earlier.referral_id as parent,
        earlier.time_order as parent_order
    from referrals
    inner join preferred as earlier on earlier.referred_person_id = referrals.referrer_person_id
    where earlier.is_preferred and not referrals.is_self
),

above as ({{ ancestors('links') }}),

loops as (
    select distinct referrals.referral_id
    from referrals
    inner join above on above.node = referrals.referral_id
    inner join referrals as earlier on earlier.referral_id = above.ancestor
    where earlier.referrer_person_id = referrals.referred_person_id
),

ranked as (
    select
        referrals.*,
        loops.referral_id is not null as is_loop,
        row_number() over (
            partition by referrals.referred_key, referrals.is_eligible and loops.referral_id is null
            order by referrals.confidence desc, referrals.time_order
        ) as place
    from referrals
    left join loops on loops.referral_id = referrals.referral_id
),

reasoned as (
    select
        ranked.*,
        case
            when ranked.is_self then 'self'
            when not ranked.is_known then 'unknown'
            when ranked.is_loop then 'loop'
            when not ranked.is_eligible then 'repeat_purchase'
            when ranked.place > 1 then 'other_referrer'
        end as not_credited_reason
    from ranked
)

select
    reasoned.*,
    reasoned.not_credited_reason is null as is_credited
from reasoned
