with settings as (select * from {{ ref('int_settings') }}),

steps as (
    select * from {{ ref('int_source_steps') }} where kind <> 'outcome'
),

visits as ({{ owned_visits('steps') }})

select
    {{ hashed_id(["'source'", 'visits.cycle_id', 'visits.label', 'visits.visit_number']) }} as visit_id,
    visits.cycle_id,
    visits.label as source_stage,
    visits.stage,
    visits.stage_number,
    visits.visit_number,
    {{ visit_columns() }}
from visits
cross join settings
