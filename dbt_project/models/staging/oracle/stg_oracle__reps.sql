{# Resources: who sells, also who has left. One row per version of a resource. #}
with resources as (
    {{ oracle_records(source('raw', 'oracle__resource'), [
        'PartyName', 'PersonFirstName', 'PersonLastName', 'EmailAddress', 'StartDateActive', 'EndDateActive',
    ]) }}
)

select
    {{ version_columns('resources') }},
    resources.record_id as rep_id,
    coalesce(
        resources.partyname,
        nullif(trim(concat(coalesce(resources.personfirstname, ''), ' ', coalesce(resources.personlastname, ''))), ''),
        resources.emailaddress
    ) as name,
    resources.emailaddress as email,
    cast(null as varchar) as team,
    cast(null as varchar) as manager,
    cast(null as timestamptz) as starts_at,
    {{ as_date('left(resources.startdateactive, 10)') }} as starts_on,
    cast(null as timestamptz) as leaves_at,
    {{ as_date('left(resources.enddateactive, 10)') }} as leaves_on,
    cast(null as varchar) as ramp
from resources
