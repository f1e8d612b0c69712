{#
    Deals and leads that another source has too: one says the other's id (`external_id`), or both say that of a third
    system. Of those that are one record the primary source's counts (`main_source`, `main_id`), else the first that was
    created; the others are here, with the lead or deal that each itself names. An id that several sources have, or that
    two records of one source claim, ties only what is beyond doubt: the only source, the first record.
#}
{{ config(materialized='table') }}

with sources as (select * from {{ ref('int_sources') }}),

deals as (
    {{ current_of_all_systems('deals', ['deal_id', 'lead_id', 'external_id', 'created_at', 'created_on'], 'deal_id') }}
),

leads as (
    {{ current_of_all_systems('leads', ['lead_id', 'deal_id', 'external_id', 'created_at', 'created_on'], 'lead_id') }}
),

records as (
    select
        'deal' as record_type, source, deal_id as id, external_id, lead_id as partner_ref,
        coalesce(created_at, cast(created_on as timestamptz)) as created_at
    from deals
    union all
    select 'lead', source, lead_id, external_id, deal_id, coalesce(created_at, cast(created_on as timestamptz))
    from leads
),

claims as (
    select
        records.*,
        sources.external_source,
        row_number() over (
            partition by records.record_type, records.source, records.external_id
            order by case when records.created_at is null then 1 else 0 end, records.created_at, records.id
        ) as place
    from records
    left join sources on sources.source = records.source
    where records.external_id is not null
),

known as (
    select
        claims.record_type, claims.source, claims.id, others.source as other_source, others.id as other_id,
        count(*) over (partition by claims.record_type, claims.source, claims.id) as owners
    from claims
    inner join records as others
        on others.record_type = claims.record_type
        and others.id = claims.external_id
        and others.source <> claims.source
        and coalesce(claims.external_source, others.source) = others.source
    where claims.place = 1
),

pairs as (
    select record_type, source, id, concat('id|', record_type, '|', other_source, '|', other_id) as shared_key
    from known
    where owners = 1
    union
    select record_type, other_source, other_id, concat('id|', record_type, '|', other_source, '|', other_id)
    from known
    where owners = 1
    union
    select record_type, source, id, concat('third|', record_type, '|', coalesce(external_source, ''), '|', external_id)
    from claims
    where place = 1
),

shared as (
    select concat(record_type, '|', source, '|', id) as node, shared_key
    from (select pairs.*, count(*) over (partition by shared_key) as sharers from pairs) as counted
    where sharers > 1
),

components as ({{ connected('shared') }}),

ranked as (
    select
        components.label,
        records.record_type,
        records.source,
        records.id,
        records.partner_ref,
        row_number() over (
            partition by components.label
            order by
                case when sources.is_primary then 0 else 1 end,
                case when records.created_at is null then 1 else 0 end,
                records.created_at,
                records.source,
                records.id
        ) as place
    from components
    inner join records on concat(records.record_type, '|', records.source, '|', records.id) = components.node
    left join sources on sources.source = records.source
)

select
    twins.record_type,
    twins.source,
    twins.id as record_id,
    twins.partner_ref,
    mains.source as main_source,
    mains.id as main_id
from ranked as twins
inner join ranked as mains on mains.label = twins.label and mains.place = 1
where twins.place > 1
