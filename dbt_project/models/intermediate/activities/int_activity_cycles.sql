{#
    The cycle that an activity belongs to, at most one: by the deal or lead that it names (of its own source, else of
    the only other source that has that id), else by contact or e-mail the latest of the person's cycles that had begun.
#}
with activities as (select * from {{ ref('int_activities') }}),

records as (select * from {{ ref('int_cycle_records') }}),

person_keys as (select * from {{ ref('int_person_keys') }}),

contacts as (
    select source, record_id, person_id from {{ ref('int_person_records') }} where record_type = 'person'
),

cycles as (
    select
        cycles.cycle_id,
        cycles.person_id,
        cycles.base_started_at,
        {{ local_date('cycles.base_started_at', 'settings.reporting_timezone') }} as base_started_date
    from {{ ref('int_cycles') }} as cycles
    cross join {{ ref('int_settings') }} as settings
),

only_ids as (
    select record_type, record_id, min(cycle_id) as cycle_id
    from records
    group by record_type, record_id
    having count(distinct cycle_id) = 1
),

named as (
    select
        activities.source,
        activities.activity_id,
        activities.occurred_at,
        activities.occurred_date,
        activities.occurred_precision,
        {{ match_key('activities.email') }} as email_key,
        activities.person_ref,
        coalesce(deals.cycle_id, only_deals.cycle_id, leads.cycle_id, only_leads.cycle_id) as cycle_id
    from activities
    left join records as deals
        on deals.record_type = 'deal' and deals.source = activities.source and deals.record_id = activities.deal_id
    left join records as leads
        on leads.record_type = 'lead' and leads.source = activities.source and leads.record_id = activities.lead_id
    left join only_ids as only_deals
        on only_deals.record_type = 'deal' and only_deals.record_id = activities.deal_id
    left join only_ids as only_leads
        on only_leads.record_type = 'lead' and only_leads.record_id = activities.lead_id
),

people as (
    select named.*, contacts.person_id, 'contact' as link
    from named
    inner join contacts on contacts.source = named.source and contacts.record_id = named.person_ref
    union all
    select named.*, person_keys.person_id, 'email'
    from named
    inner join person_keys on person_keys.email_key = named.email_key
),

by_person as (
    select
        named.source,
        named.activity_id,
        named.person_id,
        named.link,
        cycles.cycle_id,
        row_number() over (
            partition by named.source, named.activity_id
            order by case when cycles.cycle_id is null then 1 else 0 end, named.link, cycles.base_started_at desc, cycles.cycle_id
        ) as place
    from people as named
    left join cycles
        on cycles.person_id = named.person_id
        and (
            cycles.base_started_at <= named.occurred_at
            or (named.occurred_precision = 'date' and cycles.base_started_date <= named.occurred_date)
        )
    where named.cycle_id is null
)

select
    named.source,
    named.activity_id,
    coalesce(named.cycle_id, by_person.cycle_id) as cycle_id,
    coalesce(direct.person_id, by_person.person_id) as person_id,
    case
        when named.cycle_id is not null then 'direct'
        when by_person.cycle_id is not null then by_person.link
    end as link
from named
left join cycles as direct on direct.cycle_id = named.cycle_id
left join by_person
    on by_person.source = named.source and by_person.activity_id = named.activity_id and by_person.place = 1
