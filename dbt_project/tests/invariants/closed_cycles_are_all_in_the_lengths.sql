{# Won, lost and disqualified cycles and the won amount, counted from the facts. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'sales_cycle_length'}}}) }}

with facts as (
    select
        coalesce(sum(case when status = 'won' then 1 else 0 end), 0) as won,
        coalesce(sum(case when status = 'lost' then 1 else 0 end), 0) as lost,
        coalesce(sum(case when status = 'disqualified' then 1 else 0 end), 0) as disqualified,
        coalesce(sum(case when status = 'won' then amount_reporting end), 0) as amount
    from {{ ref('fct_sales_cycles') }}
    where not is_excluded and pipeline_role = 'new_business'
),

totals as (
    select
        coalesce(sum(won), 0) as won,
        coalesce(sum(lost), 0) as lost,
        coalesce(sum(disqualified), 0) as disqualified,
        coalesce(sum(won_amount_reporting), 0) as amount
    from {{ ref('sales_cycle_length') }}
    where segment = 'all' and period_type = 'all'
)

select facts.*, totals.won as total_won, totals.lost as total_lost, totals.amount as total_amount
from facts
cross join totals
where facts.won <> totals.won
    or facts.lost <> totals.lost
    or facts.disqualified <> totals.disqualified
    or abs(facts.amount - totals.amount) > 0.000001 * greatest(1, abs(facts.amount))
