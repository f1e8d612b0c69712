{# Referred cycles, those won and their amount, counted from the cycles; at most one referrer is credited with each. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'referral_attribution'}}}) }}

with referrals as (select * from {{ ref('fct_referrals') }}),

cycles as (
    select * from {{ ref('fct_sales_cycles') }} where not is_excluded and pipeline_role = 'new_business'
),

facts as (
    select
        count(*) as became_cycles,
        coalesce(sum(case when status = 'won' then 1 else 0 end), 0) as won,
        coalesce(sum(case when status = 'won' then amount_reporting end), 0) as amount
    from cycles
    where cycle_id in (select referred_cycle_id from referrals where referred_cycle_id is not null)
),

totals as (
    select
        coalesce(sum(became_cycles), 0) as became_cycles,
        coalesce(sum(won), 0) as won,
        coalesce(sum(won_amount_reporting), 0) as amount
    from {{ ref('referral_attribution') }}
)

select 'all' as referred_cycle_id, facts.amount as expected, totals.amount as found
from facts
cross join totals
where facts.became_cycles <> totals.became_cycles
    or facts.won <> totals.won
    or abs(facts.amount - totals.amount) > 0.000001 * greatest(1, abs(facts.amount))
union all
select referred_cycle_id, 1, count(*)
from referrals
where is_credited and referred_cycle_id is not null
group by referred_cycle_id
having count(*) > 1
