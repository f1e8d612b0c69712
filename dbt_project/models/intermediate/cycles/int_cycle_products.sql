{# The product of each cycle: that of its largest line by amount, else what the deal names. #}
with lines as (
    select
        records.cycle_id,
        lines.product,
        row_number() over (
            partition by records.cycle_id
            order by case when lines.amount is null then 1 else 0 end, lines.amount desc, lines.product
        ) as place
    from {{ ref('int_deal_lines') }} as lines
    inner join {{ ref('int_cycle_records') }} as records
        on records.record_type = 'deal' and records.source = lines.source and records.record_id = lines.deal_id
    where lines.product is not null
)

select cycles.cycle_id, coalesce(lines.product, cycles.product_ref) as product
from {{ ref('int_cycles') }} as cycles
left join lines on lines.cycle_id = cycles.cycle_id and lines.place = 1
