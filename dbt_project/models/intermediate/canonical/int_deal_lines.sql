{# What was in each deal; of a deal that two sources have, as the one that counts says it (int_twins). #}
with lines as (
    {{ current_of_all_systems('deal_lines', ['deal_id', 'product', 'quantity', 'amount'], 'deal_id') }}
)

select lines.*
from lines
left join {{ ref('int_twins') }} as twins
    on twins.record_type = 'deal' and twins.source = lines.source and twins.record_id = lines.deal_id
where twins.record_id is null
