{# Causes of invalid_contact and unmatched_booking: one row per kind, source and reason. #}
with contact_points as (select * from {{ ref('int_person_contact_points') }} where not is_valid),

sources as (select * from {{ ref('int_sources') }}),

people as (
    -- the record that the person's id is of: its source is the one to correct it in
    select
        people.person_id, people.source, people.record_type, people.record_id, sources.type,
        coalesce(replace(sources.record_url, '{id}', people.record_id), deals.record_url, leads.record_url) as record_url
    from {{ ref('int_person_records') }} as people
    left join sources on sources.source = people.source
    left join {{ ref('int_deals') }} as deals
        on people.record_type = 'deal' and deals.source = people.source and deals.deal_id = people.record_id
    left join {{ ref('int_leads') }} as leads
        on people.record_type = 'lead' and leads.source = people.source and leads.lead_id = people.record_id
    where people.person_id = people.own_person_id
),

bookings as (
    select
        bookings.source, bookings.booking_id, bookings.cycle_id, bookings.event_type, sources.type,
        coalesce(replace(sources.record_url, '{id}', bookings.booking_id), bookings.record_url) as record_url
    from {{ ref('int_bookings_matched') }} as bookings
    left join sources on sources.source = bookings.source
),

affected as (
    select
        'invalid_contact' as kind,
        people.source,
        people.record_id,
        people.record_url,
        concat(contact_points.kind, ' ', contact_points.reason) as cause,
        case
            when contact_points.reason = 'missing' and people.type <> 'spreadsheet' then concat(
                'Add a phone or e-mail to ', people.record_type, ' ', people.record_id, ' in ', people.source, '.'
            )
            when contact_points.reason = 'missing' then concat(
                'Add a phone or e-mail to ', people.record_type, ' ', people.record_id, ' in ', people.source,
                '; if the sheet has one, map it under sources > ', people.source, ' > tables > columns, such as email: <column>.'
            )
            when contact_points.reason in ('unknown_region', 'too_short', 'too_long') then concat(
                'Correct the ', contact_points.kind, ' of ', people.record_type, ' ', people.record_id, ' in ', people.source,
                '; numbers without a country code are read by company > default_region, such as default_region: DK.'
            )
            else concat(
                'Correct the ', contact_points.kind, ' of ', people.record_type, ' ', people.record_id, ' in ', people.source, '.'
            )
        end as how_to_fix
    from contact_points
    inner join people on people.person_id = contact_points.person_id
    union all
    select
        'unmatched_booking',
        source,
        booking_id,
        record_url,
        coalesce(event_type, ''),
        case when type <> 'spreadsheet' then concat(
            'Give the lead or deal the e-mail address of booking ', booking_id, ' in ', source,
            '; a meeting with somebody who is neither stays without a cycle.'
        ) else concat(
            'Give booking ', booking_id, ' in ', source, ' the e-mail address that its lead or deal has; if the sheet has it,',
            ' map it under sources > ', source, ' > tables > columns, such as email: <column>.'
        ) end
    from bookings
    where cycle_id is null
),

ranked as (
    select
        *,
        count(*) over (partition by kind, source, cause) as problems,
        row_number() over (partition by kind, source, cause order by record_id) as place
    from affected
)

select kind, source, cause, problems, record_id as example_id, record_url as example_url, how_to_fix
from ranked
where place = 1
