{# One row per membership: a rep with several rows changed team. #}
with settings as (select * from {{ ref('int_settings') }}),

reps as (
    {{ current_of_all_systems('reps', [
        'rep_id', 'name', 'email', 'team', 'manager', 'starts_at', 'starts_on', 'leaves_at', 'leaves_on', 'ramp',
    ], 'rep_id') }}
)

select
    reps.source,
    reps.record_id,
    reps.rep_id,
    reps.name,
    reps.email,
    reps.team,
    reps.manager,
    {{ resolved_date('reps', 'starts') }} as starts_on,
    {{ resolved_date('reps', 'leaves') }} as leaves_on,
    reps.ramp,
    reps.load_seq
from reps
cross join settings
