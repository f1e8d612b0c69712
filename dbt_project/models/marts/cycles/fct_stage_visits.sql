with settings as (select * from {{ ref('int_settings') }}),

visits as (select * from {{ ref('int_stage_visits') }})

select
    visits.visit_id,
    visits.cycle_id,
    visits.stage,
    visits.stage_number,
    visits.source_stage,
    visits.visit_number,
    {{ visit_columns() }}
from visits
cross join settings
