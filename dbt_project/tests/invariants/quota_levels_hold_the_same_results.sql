{# Reps, teams and the company sum to the same result; revenue and wins of the company are those of the cycle lengths. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'quota_attainment'}}}) }}

with attainment as (select * from {{ ref('quota_attainment') }}),

levels as (
    select
        period_type,
        period_key,
        measure,
        sum(case when level = 'rep' then actual else 0 end) as of_reps,
        sum(case when level = 'team' then actual else 0 end) as of_teams,
        sum(case when level = 'company' then actual else 0 end) as of_company
    from attainment
    group by period_type, period_key, measure
),

lengths as (
    select period_type, period_key, 'revenue' as measure, won_amount_reporting as expected
    from {{ ref('sales_cycle_length') }}
    where segment = 'all' and period_type <> 'all' and period_key <> 'unknown'
    union all
    select period_type, period_key, 'deals_won', cast(won as double)
    from {{ ref('sales_cycle_length') }}
    where segment = 'all' and period_type <> 'all' and period_key <> 'unknown'
)

select period_type, period_key, measure, of_reps, of_teams, of_company
from levels
where abs(of_reps - of_company) > 0.000001 * greatest(1, abs(of_company))
    or abs(of_teams - of_company) > 0.000001 * greatest(1, abs(of_company))
union all
select lengths.period_type, lengths.period_key, lengths.measure, lengths.expected, 0, coalesce(levels.of_company, 0)
from lengths
left join levels
    on levels.period_type = lengths.period_type
    and levels.period_key = lengths.period_key
    and levels.measure = lengths.measure
where abs(lengths.expected - coalesce(levels.of_company, 0)) > 0.000001 * greatest(1, abs(lengths.expected))
