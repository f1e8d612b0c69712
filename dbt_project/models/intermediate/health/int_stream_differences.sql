{#
    Where a system counts otherwise than what is held, in words: how many records, and between which times of their
    creation the first difference lies; else the currency in which the amounts of deals differ most.
#}
with tallies as (select * from {{ ref('int_tallies') }}),

added as (
    {{ json_each('tallies', 'vendor_sums', ['source', 'stream']) }}
),

vendor_sums as (
    select
        source,
        stream,
        coalesce({{ json_text('item', "'$.currency'") }}, '') as currency,
        {{ as_number(json_text('item', "'$.amount'")) }} as amount
    from added
),

deals as (
    {{ current_of_all_systems('deals', ['deal_id', 'amount', 'currency'], 'deal_id') }}
),

own_sums as (
    select deals.source, upper(coalesce(deals.currency, '')) as currency, sum(deals.amount) as amount
    from deals
    where deals.amount is not null
    group by deals.source, upper(coalesce(deals.currency, ''))
),

compared as (
    select
        vendor_sums.source,
        vendor_sums.stream,
        vendor_sums.currency,
        vendor_sums.amount as vendor_amount,
        coalesce(own_sums.amount, 0) as amount,
        row_number() over (
            partition by vendor_sums.source, vendor_sums.stream
            order by abs(vendor_sums.amount - coalesce(own_sums.amount, 0)) desc, vendor_sums.currency
        ) as place
    from vendor_sums
    left join own_sums on own_sums.source = vendor_sums.source and own_sums.currency = upper(vendor_sums.currency)
    -- sums of cents that are added in another order
    where abs(vendor_sums.amount - coalesce(own_sums.amount, 0)) > 0.01 + 0.000000001 * abs(vendor_sums.amount)
)

select
    tallies.source,
    tallies.stream,
    tallies.vendor_count,
    tallies.held_count,
    tallies.counted_at,
    case
        when tallies.is_different then concat(
            cast(tallies.held_count as varchar), ' records here, ', cast(tallies.vendor_count as varchar), ' there',
            case
                when tallies.differs_until is null then ''
                when tallies.differs_from is null then concat('; created before ', cast(tallies.differs_until as varchar))
                else concat(
                    '; created from ', cast(tallies.differs_from as varchar), ' until ', cast(tallies.differs_until as varchar)
                )
            end
        )
        when compared.currency is not null then concat(
            'amounts', case when compared.currency = '' then '' else concat(' in ', compared.currency) end, ': ',
            cast(cast(compared.amount as decimal(38, 2)) as varchar), ' here, ',
            cast(cast(compared.vendor_amount as decimal(38, 2)) as varchar), ' there'
        )
    end as difference
from tallies
left join compared on compared.source = tallies.source and compared.stream = tallies.stream and compared.place = 1
