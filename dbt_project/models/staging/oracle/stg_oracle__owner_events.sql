{#
    Who owned the opportunities that are there, and since when. Oracle keeps no history of it; an object of the company's own
    may. Where none does, a new owner has it since the record was saved last before the night on which that was seen.
#}
with current_deals as (select * from {{ ref('base_oracle__opportunities') }} where is_current and not is_deleted),

fields as (
    select
        source,
        max(case when field = 'owner' then property end) as owner_field,
        max(case when field = 'since' then property end) as since_field
    from {{ source('config', 'field_map') }}
    where entity = 'owner_history'
    group by source
),

kept as (
    select
        children.source,
        children.deal_id,
        {{ json_text('children.item', "concat('$.\"', fields.owner_field, '\"')") }} as owner,
        {{ as_instant(json_text('children.item', "concat('$.\"', fields.since_field, '\"')")) }} as since,
        children.extracted_at,
        children.load_seq
    from {{ ref('stg_oracle__children') }} as children
    inner join fields on fields.source = children.source
    inner join current_deals on current_deals.source = children.source and current_deals.record_id = children.deal_id
    where children.kind = 'owner_change'
),

seen as (
    select
        versions.source,
        versions.record_id as deal_id,
        versions.version_number,
        versions.ownerresourcepartyid as owner,
        case when versions.version_number = 1 then versions.created_at else versions.modified_at end as since,
        versions.extracted_at,
        versions.load_seq,
        lag(versions.ownerresourcepartyid) over (
            partition by versions.source, versions.record_id order by versions.version_number
        ) as owner_before
    from {{ ref('base_oracle__opportunities') }} as versions
    inner join current_deals on current_deals.source = versions.source and current_deals.record_id = versions.record_id
    left join fields on fields.source = versions.source
    where not versions.is_deleted and fields.source is null
),

changes as (
    select source, deal_id, owner, since, extracted_at, load_seq from kept
    union all
    select source, deal_id, owner, since, extracted_at, load_seq
    from seen
    where version_number = 1 or owner is distinct from owner_before
)

select
    source,
    {{ hashed_id(["'owner'", 'deal_id', 'owner', 'since']) }} as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    deal_id,
    cast(null as varchar) as lead_id,
    owner,
    since as valid_from_at,
    cast(null as date) as valid_from_on
from changes
where since is not null
