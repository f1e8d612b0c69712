{#
    Whom opportunities are talked about with, and whose they are: contacts by their roles, the primary one first, then the
    one that was named when the opportunity was made, then the earliest; its account. What was merged away counts as its
    survivor.
#}
with deals as (
    select * from {{ ref('base_salesforce__opportunities') }} where is_current and not is_deleted
),

told as (
    select
        roles.source, roles.opportunityid as from_id, 'contact' as to_type, roles.contactid as to_id,
        case when roles.isprimary = 'true' then 2 else 0 end as weight,
        roles.createddate, roles.extracted_at, roles.load_seq
    from {{ ref('base_salesforce__members') }} as roles
    where roles.object = 'opportunity_contact_role' and roles.is_current and not roles.is_deleted
    union all
    select source, record_id, 'contact', contactid, 1, null, extracted_at, load_seq
    from deals
    where contactid is not null
    union all
    select source, record_id, 'company', accountid, 1, null, extracted_at, load_seq
    from deals
    where accountid is not null
),

gone as (
    select 'contact' as object, source, record_id from {{ ref('base_salesforce__contacts') }} where is_current and is_deleted
    union all
    select 'company', source, record_id from {{ ref('base_salesforce__accounts') }} where is_current and is_deleted
),

surviving as (
    select
        told.source,
        told.from_id,
        told.to_type,
        coalesce(merges.survivor_id, told.to_id) as to_id,
        max(told.weight) as weight,
        min(told.createddate) as createddate,
        min(told.extracted_at) as extracted_at,
        max(told.load_seq) as load_seq
    from told
    inner join deals on deals.source = told.source and deals.record_id = told.from_id
    left join {{ ref('stg_salesforce__merges') }} as merges
        on merges.source = told.source and merges.object = told.to_type and merges.absorbed_id = told.to_id
    where told.to_id is not null
    group by told.source, told.from_id, told.to_type, coalesce(merges.survivor_id, told.to_id)
)

select
    surviving.source,
    concat('deal:', surviving.from_id, ':', surviving.to_type, ':', surviving.to_id) as record_id,
    {{ derived_columns('surviving.extracted_at', 'surviving.load_seq') }},
    'deal' as from_type,
    surviving.from_id,
    surviving.to_type,
    surviving.to_id,
    row_number() over (
        partition by surviving.source, surviving.from_id, surviving.to_type
        order by surviving.weight desc, surviving.createddate, surviving.to_id
    ) as place
from surviving
left join gone on gone.source = surviving.source and gone.object = surviving.to_type and gone.record_id = surviving.to_id
where gone.record_id is null
