{#
    One row per membership: a rep with several rows changed team. Owners of a CRM and hosts of a calendar are the rep of
    the roster who has their e-mail address, or their id: company/reps.csv first, then a sheet, then the primary CRM.
    Who is known from a better place has no membership of his own (`is_membership`), so teams are those of the roster.
#}
with settings as (select * from {{ ref('int_settings') }}),

reps as (
    {{ current_of_all_systems('reps', [
        'rep_id', 'name', 'email', 'team', 'manager', 'starts_at', 'starts_on', 'leaves_at', 'leaves_on', 'ramp',
    ], 'rep_id') }}
),

sources as (select * from {{ ref('int_sources') }}),

ranked as (
    select
        reps.*,
        {{ match_key('reps.email') }} as email_key,
        case
            when reps.source = 'company' then 0
            when coalesce(sources.type, 'spreadsheet') = 'spreadsheet' then 1
            when sources.type = 'calendly' then 4
            when sources.is_primary then 2
            else 3
        end as distance
    from reps
    left join sources on sources.source = reps.source
),

known as (
    select distinct source, rep_id, distance, email_key as shared_key from ranked where email_key is not null
    union
    select distinct source, rep_id, distance, {{ match_key('rep_id') }} from ranked where distance <= 1
),

matched as (
    select
        ranked.source,
        ranked.record_id,
        known.rep_id,
        row_number() over (
            partition by ranked.source, ranked.record_id
            order by known.distance, case when known.shared_key = ranked.email_key then 0 else 1 end, known.source, known.rep_id
        ) as place
    from ranked
    inner join known
        on known.distance < ranked.distance
        and (known.shared_key = ranked.email_key or (known.shared_key = {{ match_key('ranked.rep_id') }} and ranked.distance > 1))
)

select
    ranked.source,
    ranked.record_id,
    coalesce(matched.rep_id, ranked.rep_id) as rep_id,
    ranked.rep_id as own_rep_id,
    matched.rep_id is null as is_membership,
    ranked.distance,
    ranked.name,
    ranked.email,
    ranked.team,
    ranked.manager,
    {{ resolved_date('ranked', 'starts') }} as starts_on,
    {{ resolved_date('ranked', 'leaves') }} as leaves_on,
    ranked.ramp,
    ranked.load_seq
from ranked
cross join settings
left join matched
    on matched.source = ranked.source and matched.record_id = ranked.record_id and matched.place = 1
