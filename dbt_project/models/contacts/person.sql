{# The first name and company that a record of the person has, and the first contact point of each kind, as typed. #}
with records as (select * from {{ ref('int_person_records') }}),

contact_points as (select * from {{ ref('contact_point') }} where contact_number = 1),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id
            order by case when created_at is null then 1 else 0 end, created_at, record_key
        ) as place
    from records
),

named as (
    select
        person_id,
        {{ value_of_least('name', 'case when name is not null then place end') }} as name,
        {{ value_of_least('company', 'case when company is not null then place end') }} as company
    from ranked
    group by person_id
),

final as (
    select
        named.person_id,
        named.name,
        emails.raw_value as email,
        phones.raw_value as phone,
        named.company
    from named
    left join contact_points as emails on emails.person_id = named.person_id and emails.kind = 'email'
    left join contact_points as phones on phones.person_id = named.person_id and phones.kind = 'phone'
)

select * from final
