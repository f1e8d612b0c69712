{# Where the stage history of each touched cycle ends, by the deal's own and the lead's. #}
select
    cycle_id,
    record_type,
    max(entered_at) as last_at,
    max(entered_date) as last_date,
    max(extracted_at) as last_extracted_at,
    max(case when evidence <> 'override' then 1 else 0 end) = 1 as has_history,
    {{ value_of_most('case when stage <> \'referral\' then stage end', "case when stage <> 'referral' then order_key end") }} as last_stage
from (
    select
        *,
        row_number() over (
            partition by cycle_id order by entered_at, sequence, {{ stage_rank('stage') }}, stage
        ) as order_key
    from {{ ref('int_cycle_history') }}
) as ordered
group by cycle_id, record_type
