{# Whom and what a deal is about, in order: the contact that it names first, then the primary one of its contacts, then others. #}
with deals as (select * from {{ ref('base_oracle__opportunities') }} where is_current and not is_deleted),

named as (
    select source, record_id as from_id, 'contact' as to_type, keycontactid as to_id, 0 as weight, extracted_at, load_seq
    from deals
    union all
    select source, deal_id, 'contact', contact_id, case when is_primary then 1 else 2 end, extracted_at, load_seq
    from {{ ref('stg_oracle__children') }}
    where kind = 'opportunity_contact'
    union all
    select source, record_id, 'company', targetpartyid, 0, extracted_at, load_seq
    from deals
),

distinct_links as (
    select source, from_id, to_type, to_id, min(weight) as weight, min(extracted_at) as extracted_at, max(load_seq) as load_seq
    from named
    group by source, from_id, to_type, to_id
),

there as (
    select 'contact' as object, source, record_id from {{ ref('stg_oracle__people') }} where is_current and not is_deleted
    union all
    select 'company', source, record_id from {{ ref('stg_oracle__accounts') }} where is_current and not is_deleted
)

select
    links.source,
    concat('deal:', links.from_id, ':', links.to_type, ':', links.to_id) as record_id,
    {{ derived_columns('links.extracted_at', 'links.load_seq') }},
    'deal' as from_type,
    links.from_id,
    links.to_type,
    links.to_id,
    row_number() over (
        partition by links.source, links.from_id, links.to_type
        order by links.weight, {{ as_number('links.to_id') }}, links.to_id
    ) as place
from distinct_links as links
inner join deals on deals.source = links.source and deals.record_id = links.from_id
inner join there
    on there.object = links.to_type and there.source = links.source and there.record_id = links.to_id
