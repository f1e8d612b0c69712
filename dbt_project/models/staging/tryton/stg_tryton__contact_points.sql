{#
    E-mail address and phone number of each party, and of each contact mechanism by itself, by which an opportunity
    names the person it is with. One row per party or mechanism (`kind`).
#}
with contacts as (
    select
        source,
        record_id,
        party,
        case when type = 'email' then value end as email,
        case when type in ('phone', 'mobile') then value end as phone,
        name,
        row_number() over (
            partition by source, party, type
            order by {{ as_number('sequence') }} nulls last, {{ as_number('record_id') }}
        ) as place,
        case type when 'mobile' then 2 else 1 end as preference
    from {{ ref('base_tryton__contacts') }}
    where is_current and not is_deleted and coalesce(active, '1') not in ('0', 'false')
)

select
    source,
    'party' as kind,
    party as id,
    party,
    cast(null as varchar) as name,
    max(email) as email,
    {{ value_of_least('phone', 'case when phone is not null then preference end') }} as phone
from contacts
where place = 1
group by source, party
union all
select source, 'contact', record_id, party, name, email, phone
from contacts
