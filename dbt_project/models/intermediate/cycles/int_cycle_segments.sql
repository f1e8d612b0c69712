{# The one value that each counted cycle has in each segment; null is (unknown), no owner is (unassigned). #}
with cycles as (select * from {{ ref('int_sales_cycles') }}),

accounts as (
    select accounts.account_id, min(accounts.industry) as industry, min(bands.label) as account_size
    from {{ ref('int_accounts') }} as accounts
    left join {{ ref('int_account_size_bands') }} as bands
        on accounts.employees >= bands.lower and (bands.upper is null or accounts.employees <= bands.upper)
    group by accounts.account_id
)

select
    cycles.cycle_id,
    cycles.source,
    coalesce(cycles.rep_id, '(unassigned)') as rep,
    coalesce(cycles.team, '(unknown)') as team,
    cycles.channel,
    coalesce(cycles.lead_source, '(unknown)') as lead_source,
    coalesce(cycles.pipeline, '(unknown)') as pipeline,
    coalesce(cycles.product, '(unknown)') as product,
    coalesce(accounts.account_size, '(unknown)') as account_size,
    coalesce(accounts.industry, '(unknown)') as industry,
    cycles.is_counted
from cycles
left join accounts on accounts.account_id = cycles.account_id
