{#
    Contacts that are leads: their lifecycle stage or lead status is, or ever was, one that the configuration lists, and
    no lead object is about them. A lead of theirs begins when it first was. One row per contact.
#}
with listed as (select * from {{ source('config', 'lead_contacts') }}),

contacts as (select * from {{ ref('base_hubspot__contacts') }}),

merges as (select * from {{ ref('stg_hubspot__merges') }} where object = 'contact'),

histories as (
    select
        histories.*,
        coalesce(merges.survivor_id, histories.record_id) as contact_id
    from {{ ref('base_hubspot__histories') }} as histories
    left join merges on merges.source = histories.source and merges.absorbed_id = histories.record_id
    where histories.object = 'contact' and histories.property <> 'owner'
),

values_held as (
    select source, record_id as contact_id, 'lifecyclestage' as property, lifecyclestage as value, cast(null as timestamptz) as held_at
    from contacts
    union all
    select source, record_id, 'hs_lead_status', hs_lead_status, null
    from contacts
    union all
    select source, contact_id, property, value, changed_at
    from histories
),

qualified as (
    select values_held.source, values_held.contact_id, min(values_held.held_at) as lead_since
    from values_held
    inner join listed
        on listed.source = values_held.source
        and listed.property = values_held.property
        and listed.value = lower(values_held.value)
    group by values_held.source, values_held.contact_id
),

with_lead_object as (
    select distinct source, to_id as contact_id
    from {{ ref('stg_hubspot__links') }}
    where from_type = 'lead' and to_type = 'contact'
),

-- of two properties the one that changed last says where the contact stands; of both at once the lead status
newest as (
    select source, contact_id, value as status
    from (
        select
            *,
            row_number() over (
                partition by source, contact_id order by changed_at desc, property, value
            ) as place
        from histories
        where value is not null
    ) as ranked
    where place = 1
),

leads as (
    select
        qualified.source,
        qualified.contact_id,
        qualified.lead_since,
        coalesce(
            qualified.lead_since, {{ as_instant_or_milliseconds('coalesce(contacts.createdate, contacts.created_text)') }}
        ) as created_at,
        newest.status
    from qualified
    inner join contacts
        on contacts.source = qualified.source and contacts.record_id = qualified.contact_id and contacts.is_current
    left join with_lead_object
        on with_lead_object.source = qualified.source and with_lead_object.contact_id = qualified.contact_id
    left join newest on newest.source = qualified.source and newest.contact_id = qualified.contact_id
    where with_lead_object.contact_id is null and not contacts.is_deleted
),

-- a buyer's committee is one attempt to sell: a contact of a deal that began in time is its lead, primary or not
lead_deals as (
    select leads.source, leads.contact_id, {{ value_of_least('deals.deal_id', 'deals.created_at') }} as deal_id
    from leads
    cross join {{ source('config', 'settings') }} as settings
    inner join {{ ref('stg_hubspot__links') }} as links
        on links.source = leads.source
        and links.from_type = 'deal'
        and links.to_type = 'contact'
        and links.to_id = leads.contact_id
    inner join {{ ref('stg_hubspot__deals') }} as deals
        on deals.source = links.source and deals.deal_id = links.from_id and deals.is_current and not deals.is_deleted
    where deals.created_at >= leads.created_at
        and deals.created_at <= {{ plus_days('leads.created_at', 'settings.lead_to_deal_days') }}
    group by leads.source, leads.contact_id
)

select leads.*, lead_deals.deal_id
from leads
left join lead_deals on lead_deals.source = leads.source and lead_deals.contact_id = leads.contact_id
