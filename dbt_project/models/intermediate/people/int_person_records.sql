{#
    Which person a record is about. Records are one person only on a strong key: the same e-mail (valid, neither
    role nor disposable), the vendor's link between a lead and its deal, or the same contact of a system, which a contact
    that was merged away still names. Never on a name or a phone.
#}
with points as (select * from {{ ref('int_contact_points') }}),

verdicts as (
    select * from {{ ref('int_contact_verdicts') }} where rules_version = {{ contact_rules_version() }}
),

judged as (
    select
        points.*,
        emails.normalized as email_normalized,
        case when emails.is_valid and not emails.is_role and not emails.is_disposable then emails.normalized end as email_key,
        phones.normalized as phone_normalized
    from points
    left join verdicts as emails on emails.kind = 'email' and emails.raw_value = trim(points.email)
    left join verdicts as phones
        on phones.kind = 'phone'
        and phones.raw_value = trim(points.phone)
        and phones.region = coalesce(points.phone_region, '')
),

links as (select * from {{ ref('int_vendor_links') }}),

merges as (select * from {{ ref('int_merges') }} where object = 'contact'),

keys as (
    select record_key as node, concat('email ', email_key) as shared_key from judged where email_key is not null
    union all
    select judged.record_key, concat('contact ', judged.source, '|', coalesce(merges.survivor_id, judged.person_ref))
    from judged
    left join merges on merges.source = judged.source and merges.absorbed_id = judged.person_ref
    where judged.person_ref is not null
    union all
    select concat('lead|', lead_source, '|', lead_id), concat('link ', lead_source, '|', lead_id) from links
    union all
    select concat('deal|', deal_source, '|', deal_id), concat('link ', lead_source, '|', lead_id) from links
),

shared as (
    select node, shared_key
    from (
        select keys.*, count(*) over (partition by shared_key) as records
        from keys
        inner join judged on judged.record_key = keys.node
    ) as counted
    where records > 1
),

components as ({{ connected('shared') }}),

grouped as (
    select judged.*, coalesce(components.label, judged.record_key) as component
    from judged
    left join components on components.node = judged.record_key
),

led as (
    select
        *,
        first_value(record_key) over (
            partition by component order by case when created_at is null then 1 else 0 end, created_at, source, record_id, record_type
        ) as leader_key
    from grouped
)

select
    record_key,
    {{ hashed_id(["'person'", 'leader_key']) }} as person_id,
    {{ hashed_id(["'person'", 'record_key']) }} as own_person_id,
    source,
    record_type,
    record_id,
    name,
    email,
    email_normalized,
    email_key,
    phone,
    phone_region,
    phone_normalized,
    company,
    person_ref,
    created_at,
    created_date,
    load_seq
from led
