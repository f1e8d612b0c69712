{#
    Stage 7 of the wins that led to referrals: for each credited referral the referrer's latest win before it; of
    several referrals after one win the first. One row per cycle.
#}
with credited as (select * from {{ ref('int_referrals_credited') }} where is_credited and referred_at is not null),

wins as (
    select cycle_id, person_id, closed_at, closed_date
    from {{ ref('int_sales_cycles') }}
    where status = 'won' and person_id is not null
),

ranked as (
    select
        wins.cycle_id,
        credited.referred_at,
        credited.referred_date,
        credited.referred_precision,
        credited.time_order,
        row_number() over (partition by credited.referral_id order by wins.closed_at desc, wins.cycle_id) as place
    from credited
    inner join wins
        on wins.person_id = credited.referrer_person_id
        and (
            wins.closed_at <= credited.referred_at
            or (credited.referred_precision = 'date' and wins.closed_date <= credited.referred_date)
        )
),

firsts as (
    select
        *,
        row_number() over (partition by cycle_id order by time_order) as place_in_cycle
    from ranked
    where place = 1
)

select
    cycle_id,
    referred_at as first_referred_at,
    referred_date as first_referred_date,
    referred_precision as first_referred_precision
from firsts
where place_in_cycle = 1
