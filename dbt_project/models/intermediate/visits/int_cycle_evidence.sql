{# What shows a stage where no system names one: a lead exists, somebody reached out, a demo was held. #}
with settings as (select * from {{ ref('int_settings') }}),

cycles as (select * from {{ ref('int_cycles') }}),

signs as (
    select
        cycle_id, 'prospecting' as stage, lead_created_at as entered_at, lead_created_date as entered_date,
        lead_created_precision as entered_precision, 'record' as evidence
    from cycles
    where lead_created_at is not null
    union all
    select
        cycle_id, 'outreach', first_contact_at, first_contact_date, first_contact_precision, 'record'
    from cycles
    where first_contact_at is not null
    union all
    select
        cycle_id, 'outreach', occurred_at, occurred_date, occurred_precision, 'activity'
    from {{ ref('int_activities_matched') }}
    where is_outreach and cycle_id is not null
    union all
    select
        cycle_id, 'demo', starts_at, starts_date, starts_precision, 'booking'
    from {{ ref('int_bookings_matched') }}
    where is_demo and is_held and cycle_id is not null
),

ranked as (
    select
        signs.*,
        row_number() over (partition by cycle_id, stage order by entered_at, evidence, entered_precision) as place
    from signs
    cross join settings
    where signs.entered_at <= settings.as_of_cut
)

select cycle_id, stage, entered_at, entered_date, entered_precision, evidence
from ranked
where place = 1
