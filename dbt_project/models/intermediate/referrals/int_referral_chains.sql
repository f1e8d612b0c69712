{# For each credited referral all credited ones that led to it, forward in time: who was referred, then referred. #}
with credited as (select * from {{ ref('int_referrals_credited') }} where is_credited),

parents as (
    select
        credited.referral_id as node,
        1 as node_order,
        earlier.referral_id as parent,
        0 as parent_order,
        row_number() over (partition by credited.referral_id order by earlier.time_order desc) as place
    from credited
    inner join credited as earlier
        on earlier.referred_person_id = credited.referrer_person_id
        and earlier.referral_id <> credited.referral_id
        and earlier.referred_at <= credited.referred_at
),

links as (select node, node_order, parent, parent_order from parents where place = 1),

above as ({{ ancestors('links') }}),

final as (
    select
        above.node as referral_id,
        above.ancestor as ancestor_id,
        earlier.referrer_person_id as ancestor_person_id,
        links.parent is null as is_root
    from above
    inner join credited as earlier on earlier.referral_id = above.ancestor
    left join links on links.node = above.ancestor
)

select * from final
