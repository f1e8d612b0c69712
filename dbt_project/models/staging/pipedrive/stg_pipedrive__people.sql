{# Persons, each with the primary one of its addresses and numbers. One row per version of a person. #}
with persons as (select * from {{ ref('base_pipedrive__persons') }}),

fields as ({{ pipedrive_fields('persons', 'person', ['name', 'email', 'phone', 'company', 'opted_out']) }}),

accounts as (select * from {{ ref('stg_pipedrive__accounts') }} where is_current and not is_deleted),

{% for list in ['emails', 'phones'] %}
    {{ list }}_of as (
        {{ json_each_placed('persons', list, ['source', 'record_id', 'version_number']) }}
    ),

    first_{{ list }} as (
        select source, record_id, version_number, value
        from (
            select
                source,
                record_id,
                version_number,
                {{ json_text('item', "'$.value'") }} as value,
                row_number() over (
                    partition by source, record_id, version_number
                    order by case when {{ json_text('item', "'$.primary'") }} = 'true' then 0 else 1 end, place
                ) as rank
            from {{ list }}_of
            where trim({{ json_text('item', "'$.value'") }}) <> ''
        ) as ranked
        where rank = 1
    ){{ ',' if not loop.last }}
{% endfor %}

select
    {{ version_columns('persons') }},
    persons.record_id as person_id,
    coalesce(fields.name, persons.name) as name,
    coalesce(fields.email, first_emails.value) as email,
    coalesce(fields.phone, first_phones.value) as phone,
    coalesce(fields.company, accounts.name) as company,
    lower(fields.opted_out) in ('true', 'yes', '1') as opted_out
from persons
left join fields
    on fields.source = persons.source
    and fields.record_id = persons.record_id
    and fields.version_number = persons.version_number
{% for list in ['emails', 'phones'] %}
    left join first_{{ list }}
        on first_{{ list }}.source = persons.source
        and first_{{ list }}.record_id = persons.record_id
        and first_{{ list }}.version_number = persons.version_number
{% endfor %}
left join accounts on accounts.source = persons.source and accounts.account_id = persons.org_id
