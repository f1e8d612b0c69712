{#
    Parties that an opportunity names as whom it is with: the one of its contact, else its party itself, for Tryton does
    not tell companies from people. One row per version of a party.
#}
with buyers as (select distinct source, person_ref from {{ ref('stg_tryton__deals') }} where person_ref is not null)

select
    {{ version_columns('parties') }},
    parties.record_id as person_id,
    parties.name,
    points.email,
    points.phone,
    cast(null as varchar) as company,
    false as opted_out
from {{ ref('base_tryton__parties') }} as parties
inner join buyers on buyers.source = parties.source and buyers.person_ref = parties.record_id
left join {{ ref('stg_tryton__contact_points') }} as points
    on points.source = parties.source and points.kind = 'party' and points.id = parties.record_id
