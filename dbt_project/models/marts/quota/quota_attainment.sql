{#
    Quotas against results, by level, owner, period and measure: a row for a quota or a result. Levels are not to be
    summed across one another.
#}
with targets as (select * from {{ ref('int_quota_targets') }}),

actuals as (select * from {{ ref('int_quota_actuals') }}),

periods as (select * from {{ ref('int_quota_periods') }}),

rep_days as (select * from {{ ref('int_rep_period_days') }}),

keys as (
    select level, owner, period_type, period_key, measure from targets
    union
    select level, owner, period_type, period_key, measure from actuals
),

joined as (
    select
        keys.*,
        periods.first_day,
        periods.last_day,
        targets.quota,
        targets.quota_method,
        targets.quota * coalesce(rep_days.quota_share, 1.0) as prorated_quota,
        coalesce(actuals.actual, 0.0) as actual,
        coalesce(actuals.missing_amounts, 0) as missing_amounts,
        coalesce(rep_days.all_days, periods.business_days) as all_days,
        coalesce(rep_days.elapsed_days, periods.elapsed_days) as elapsed_days
    from keys
    inner join periods on periods.period_type = keys.period_type and periods.period_key = keys.period_key
    left join targets
        on targets.level = keys.level
        and targets.owner = keys.owner
        and targets.period_type = keys.period_type
        and targets.period_key = keys.period_key
        and targets.measure = keys.measure
    left join actuals
        on actuals.level = keys.level
        and actuals.owner = keys.owner
        and actuals.period_type = keys.period_type
        and actuals.period_key = keys.period_key
        and actuals.measure = keys.measure
    left join rep_days
        on keys.level = 'rep'
        and rep_days.rep_id = keys.owner
        and rep_days.period_type = keys.period_type
        and rep_days.period_key = keys.period_key
),

paced as (
    select
        *,
        prorated_quota * elapsed_days / nullif(all_days, 0) as expected_to_date
    from joined
),

final as (
    select
        level,
        owner,
        period_type,
        period_key,
        first_day as period_start,
        last_day as period_end,
        measure,
        cast(quota as double) as quota,
        cast(prorated_quota as double) as prorated_quota,
        actual,
        missing_amounts,
        cast(actual / nullif(prorated_quota, 0) as double) as attainment,
        cast(expected_to_date as double) as expected_to_date,
        cast(actual / nullif(expected_to_date, 0) as double) as pace,
        cast(actual * all_days / nullif(elapsed_days, 0) as double) as projected,
        quota_method,
        cast(all_days as bigint) as business_days,
        cast(elapsed_days as bigint) as elapsed_business_days
    from paced
)

select * from final
