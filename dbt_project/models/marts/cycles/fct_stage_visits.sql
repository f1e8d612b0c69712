with settings as (select * from {{ ref('int_settings') }}),

visits as (select * from {{ ref('int_stage_visits') }})

select
    visits.visit_id,
    visits.cycle_id,
    visits.stage,
    visits.stage_number,
    visits.source_stage,
    visits.visit_number,
    visits.entered_at,
    visits.entered_date,
    visits.entered_precision,
    visits.exited_at,
    visits.exited_date,
    visits.duration_days,
    visits.business_hours,
    case when visits.is_current or visits.kind = 'referral' then
        {{ duration_days('visits.entered_at', 'visits.entered_date', 'visits.entered_precision', 'settings.as_of', 'settings.as_of_date', "'instant'") }}
    end as age_days,
    visits.movement,
    visits.evidence,
    visits.is_current,
    visits.is_time_inconsistent,
    visits.rep_id
from visits
cross join settings
