{# What the tiling exempts must stay the exception: a warning with the cycles to look at. #}
{{ config(
    severity='warn',
    warn_if='> 0',
    meta={'dagster': {'ref': {'name': 'fct_sales_cycles'}}},
) }}

with cycles as (select * from {{ ref('fct_sales_cycles') }} where not is_excluded),

shares as (
    select
        count(*) as cycles,
        sum(case when started_at is null then 1 else 0 end) as unknown_starts,
        sum(case when is_time_inconsistent then 1 else 0 end) as inconsistent
    from cycles
)

select *
from shares
where unknown_starts + inconsistent > 0.05 * cycles
