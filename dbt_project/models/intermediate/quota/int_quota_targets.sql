{#
    The quota of each row and how it came about. given: a number was written. top_down: a weight of the company's
    number; weights that sum to at most 1 are shares of it, others share it out in proportion. bottom_up: where the
    company has no number, the weight is the planned growth (1.1 is 10 % more) of the owner's result in the period before.
#}
with written as (select * from {{ ref('int_quota_rows') }}),

periods as (select * from {{ ref('int_quota_periods') }}),

actuals as (select * from {{ ref('int_quota_actuals') }}),

grown as (
    select
        written.*,
        coalesce(actuals.actual, 0.0) * written.weight as grown_quota
    from written
    inner join periods on periods.period_type = written.period_type and periods.period_key = written.period_key
    left join actuals
        on actuals.level = written.level
        and actuals.owner = written.owner
        and actuals.measure = written.measure
        and actuals.period_type = written.period_type
        and actuals.period_key = periods.previous_key
),

company as (
    select
        period_type,
        period_key,
        measure,
        case when quota_written is not null then quota_reporting else grown_quota end as company_quota
    from grown
    where level = 'company' and (quota_written is not null or weight is not null)
),

weighed as (
    select
        grown.*,
        company.period_key is not null as has_company_quota,
        company.company_quota,
        sum(case when grown.quota_written is null then grown.weight end) over (
            partition by grown.level, grown.period_type, grown.period_key, grown.measure
        ) as total_weight
    from grown
    left join company
        on company.period_type = grown.period_type
        and company.period_key = grown.period_key
        and company.measure = grown.measure
        and grown.level <> 'company'
)

select
    level,
    owner,
    period_type,
    period_key,
    measure,
    case
        when quota_written is not null then quota_reporting
        when has_company_quota then company_quota * weight / greatest(total_weight, 1)
        else grown_quota
    end as quota,
    case
        when quota_written is not null then 'given'
        when weight is null then null
        when has_company_quota then 'top_down'
        else 'bottom_up'
    end as quota_method
from weighed
