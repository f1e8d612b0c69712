{# Every record of a cycle, with the id that the cycle would have had by that record alone: absorbed ids stay findable. #}
select
    cycle_id,
    own_cycle_id as former_cycle_id,
    source,
    record_type,
    record_id
from {{ ref('int_cycle_records') }}
