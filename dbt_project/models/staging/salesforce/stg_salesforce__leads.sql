{#
    Leads. One that was converted names the contact, account and opportunity that it became. Where it stands says the one
    field that the configuration names. The company of a lead may not be empty: people write something. One row per version
    of a lead.
#}
with leads as (select * from {{ ref('base_salesforce__leads') }}),

fields as (
    {{ configured_fields('leads', 'lead', [
        'name', 'email', 'phone', 'company', 'status', 'lead_source', 'campaign', 'first_contact_at', 'referred_by', 'opted_out',
        'external_id',
    ]) }}
),

campaigns as (
    select source, record_id, {{ json_text('payload', "'$.Name'") }} as name
    from ({{ record_versions(source('raw', 'salesforce__campaign'), salesforce_volatile()) }}) as campaigns
    where is_current
),

-- the campaign that a lead was added to first
brought as (
    select source, leadid, campaignid
    from (
        select *, row_number() over (partition by source, leadid order by createddate, record_id) as place
        from {{ ref('base_salesforce__members') }}
        where object = 'campaign_member' and is_current and not is_deleted and leadid is not null
    ) as ranked
    where place = 1
),

organizations as (select * from {{ ref('stg_salesforce__organizations') }})

select
    {{ version_columns('leads') }},
    leads.record_id as lead_id,
    {{ time_pair('leads.createddate', 'created') }},
    {{ time_pair('fields.first_contact_at', 'first_contact') }},
    coalesce(fields.name, leads.name) as name,
    coalesce(fields.email, leads.email) as email,
    coalesce(fields.phone, leads.phone, leads.mobilephone) as phone,
    nullif(coalesce(fields.company, leads.company), '[not provided]') as company,
    leads.convertedaccountid as account,
    leads.convertedcontactid as person_ref,
    fields.lead_source,
    coalesce(fields.campaign, campaigns.name) as campaign,
    owners.rep_id as owner,
    cast(null as varchar) as pipeline,
    fields.status,
    leads.convertedopportunityid as deal_id,
    fields.referred_by,
    fields.external_id,
    lower(fields.opted_out) in ('true', 'yes', '1') as opted_out,
    {{ salesforce_record_url('Lead', 'leads.record_id') }} as record_url,
    leads.properties as custom
from leads
left join fields
    on fields.source = leads.source
    and fields.record_id = leads.record_id
    and fields.version_number = leads.version_number
left join brought on brought.source = leads.source and brought.leadid = leads.record_id
left join campaigns on campaigns.source = brought.source and campaigns.record_id = brought.campaignid
{{ salesforce_join_owner('leads') }}
left join organizations on organizations.source = leads.source
