{#
    How people can be reached, with the verdict on each contact point: one row per person, kind and number. Two
    spellings of one contact point are one; a kind that a person lacks has a row (`missing`) only when the person
    has no contact point at all.
#}
with records as (select * from {{ ref('int_person_records') }}),

verdicts as (
    select * from {{ ref('int_contact_verdicts') }} where rules_version = {{ contact_rules_version() }}
),

points as (
    select person_id, record_key, created_at, 'email' as kind, trim(email) as raw_value, '' as region
    from records
    where trim(email) <> ''
    union all
    select person_id, record_key, created_at, 'phone', trim(phone), coalesce(phone_region, '')
    from records
    where trim(phone) <> ''
),

judged as (
    select
        points.person_id,
        points.record_key,
        points.created_at,
        verdicts.*,
        coalesce(verdicts.normalized, lower(points.raw_value)) as contact_point
    from points
    inner join verdicts
        on verdicts.kind = points.kind
        and verdicts.raw_value = points.raw_value
        and verdicts.region = points.region
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id, kind, contact_point
            order by case when created_at is null then 1 else 0 end, created_at, record_key
        ) as spelling
    from judged
),

holders as (
    select kind, normalized, count(distinct person_id) as people
    from judged
    where normalized is not null
    group by kind, normalized
),

without_any as (
    select distinct records.person_id, kinds.kind
    from records
    left join points on points.person_id = records.person_id
    cross join (select 'email' as kind union all select 'phone' as kind) as kinds
    where points.person_id is null
)

select
    ranked.person_id,
    ranked.kind,
    row_number() over (
        partition by ranked.person_id, ranked.kind
        order by case when ranked.created_at is null then 1 else 0 end, ranked.created_at, ranked.contact_point
    ) as contact_number,
    ranked.raw_value,
    ranked.normalized,
    ranked.is_valid,
    ranked.reason,
    ranked.is_role,
    ranked.is_disposable,
    coalesce(holders.people > 1, false) as is_duplicate,
    ranked.number_type,
    ranked.number_region,
    ranked.checked_at
from ranked
left join holders on holders.kind = ranked.kind and holders.normalized = ranked.normalized
where ranked.spelling = 1
union all
select
    without_any.person_id, without_any.kind, 1, null, null, false, 'missing', false, false, false, null, null,
    settings.run_started_at
from without_any
cross join {{ ref('int_settings') }} as settings
