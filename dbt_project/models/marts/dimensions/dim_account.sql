{#
    Companies that buy: the listed ones and those that a deal merely names. An id that two systems list is one
    account: that of the primary system, else of the first by name.
#}
with accounts as (select * from {{ ref('int_accounts') }}),

account_refs as (select * from {{ ref('int_account_refs') }}),

sources as (select * from {{ ref('int_sources') }}),

bands as (select * from {{ ref('int_account_size_bands') }}),

ranked as (
    select
        accounts.*,
        row_number() over (
            partition by accounts.account_id
            order by case when sources.is_primary then 0 else 1 end, accounts.source
        ) as preference
    from accounts
    left join sources on sources.source = accounts.source
),

named as (
    select account_id, min(source) as source
    from account_refs
    where not is_listed
    group by account_id
),

final as (
    select
        ranked.account_id,
        ranked.source,
        coalesce(ranked.name, ranked.account_id) as name,
        ranked.industry,
        ranked.employees,
        bands.label as account_size,
        ranked.country,
        true as is_listed
    from ranked
    left join bands
        on ranked.employees >= bands.lower
        and (bands.upper is null or ranked.employees < bands.upper + 1)
    where ranked.preference = 1
    union all
    select named.account_id, named.source, named.account_id, null, null, null, null, false
    from named
    left join ranked on ranked.account_id = named.account_id
    where ranked.account_id is null
)

select * from final
