{# All companies of a cycle: the account of the cycle, and whichever else its deal or lead is tied to. #}
with cycles as (select cycle_id, account_id from {{ ref('int_sales_cycles') }}),

records as (select * from {{ ref('int_cycle_records') }}),

accounts as (select distinct source, account_id from {{ ref('int_accounts') }}),

tied as (
    select records.cycle_id, accounts.account_id
    from records
    inner join {{ ref('int_links') }} as links
        on links.source = records.source and links.from_type = records.record_type and links.from_id = records.record_id
    inner join accounts on accounts.source = links.source and accounts.account_id = links.to_id
    where links.to_type = 'company'
),

unioned as (
    select cycle_id, account_id from cycles where account_id is not null
    union
    select cycle_id, account_id from tied
)

select
    unioned.cycle_id,
    unioned.account_id,
    coalesce(unioned.account_id = cycles.account_id, false) as is_primary
from unioned
inner join cycles on cycles.cycle_id = unioned.cycle_id
