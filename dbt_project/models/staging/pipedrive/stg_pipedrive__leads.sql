{#
    Leads, archived ones too. A lead has no stage; one that was archived and became no deal is as good as given up, which
    the stage map may say otherwise. One that is gone and that a deal names was converted: it stays a lead. One row per
    version of a lead.
#}
with leads as (select * from {{ ref('base_pipedrive__leads') }}),

fields as (
    {{ pipedrive_fields('leads', 'lead', ['name', 'lead_source', 'campaign', 'referred_by', 'external_id', 'first_contact_at']) }}
),

own_fields as ({{ pipedrive_fields('leads', 'lead', own=true) }}),

converted as (
    select source, source_lead_id as lead_id, min(record_id) as deal_id
    from {{ ref('base_pipedrive__deals') }}
    where is_current and not is_deleted and source_lead_id is not null
    group by source, source_lead_id
),

people as (select * from {{ ref('stg_pipedrive__people') }} where is_current and not is_deleted),

accounts as (select * from {{ ref('stg_pipedrive__accounts') }} where is_current and not is_deleted),

owners as (select * from {{ ref('stg_pipedrive__reps') }} where is_current),

-- a tombstone holds nothing: what was there before it does
numbered as (
    select
        leads.*,
        converted.deal_id,
        max(case when leads.created_at is not null then leads.version_number end) over (
            partition by leads.source, leads.record_id
        ) as last_version
    from leads
    left join converted on converted.source = leads.source and converted.lead_id = leads.record_id
),

companies as (select * from {{ ref('stg_pipedrive__companies') }})

select
    numbered.source,
    numbered.record_id,
    numbered.version_number,
    case
        when numbered.deal_id is null then numbered.is_current
        else numbered.version_number = numbered.last_version
    end as is_current,
    numbered.is_deleted and (numbered.deal_id is null or numbered.created_at is null) as is_deleted,
    numbered.modified_at,
    numbered.extracted_at,
    numbered.load_seq,
    numbered.payload_error,
    cast(null as varchar) as errors,
    numbered.record_id as lead_id,
    numbered.created_at,
    cast(null as date) as created_on,
    {{ time_pair('fields.first_contact_at', 'first_contact') }},
    coalesce(people.name, fields.name, numbered.title) as name,
    people.email,
    people.phone,
    coalesce(accounts.name, people.company) as company,
    numbered.organization_id as account,
    numbered.person_id as person_ref,
    coalesce(fields.lead_source, case when lower(numbered.source_name) not in ('manually created', 'api', 'deal') then numbered.source_name end)
        as lead_source,
    fields.campaign,
    {{ pipedrive_owner('numbered.owner_id') }} as owner,
    cast(null as varchar) as pipeline,
    case when numbered.is_archived = 'true' and numbered.deal_id is null then 'archived' end as status,
    numbered.deal_id,
    fields.referred_by,
    fields.external_id,
    people.opted_out,
    companies.url_of_records || 'leads/inbox/' || numbered.record_id as record_url,
    own_fields.custom
from numbered
left join fields
    on fields.source = numbered.source
    and fields.record_id = numbered.record_id
    and fields.version_number = numbered.version_number
left join own_fields
    on own_fields.source = numbered.source
    and own_fields.record_id = numbered.record_id
    and own_fields.version_number = numbered.version_number
left join people on people.source = numbered.source and people.person_id = numbered.person_id
left join accounts on accounts.source = numbered.source and accounts.account_id = numbered.organization_id
left join owners on owners.source = numbered.source and owners.rep_id = numbered.owner_id
left join companies on companies.source = numbered.source
