{# Cycles that a rule of the user keeps out of the aggregates, with the first rule that fits. #}
with records as (select * from {{ ref('int_cycle_records') }}),

fields as (
    select records.cycle_id, deals.source, 'deal_id' as field, deals.deal_id as value from {{ ref('int_deals') }} as deals
    inner join records on records.record_type = 'deal' and records.source = deals.source and records.record_id = deals.deal_id
    union all
    select cycle_id, source, 'deal_name', record_name from {{ ref('int_cycles') }} where deal_id is not null
    union all
    select cycle_id, source, 'pipeline', pipeline from {{ ref('int_cycles') }}
    union all
    select cycles.cycle_id, cycles.source, 'pipeline', pipelines.label
    from {{ ref('int_cycles') }} as cycles
    inner join {{ ref('int_pipeline_roles') }} as pipelines
        on pipelines.source = cycles.source and pipelines.pipeline_key = {{ match_key('cycles.pipeline') }}
    union all
    select cycle_id, source, 'account', account_ref from {{ ref('int_cycles') }}
    union all
    select cycles.cycle_id, cycles.source, 'account', accounts.name
    from {{ ref('int_cycles') }} as cycles
    inner join {{ ref('int_accounts') }} as accounts
        on accounts.source = cycles.source and accounts.account_id = cycles.account_ref
    union all
    select cycle_id, source, 'owner', owner_ref from {{ ref('int_cycles') }}
    union all
    select records.cycle_id, leads.source, 'lead_id', leads.lead_id from {{ ref('int_leads') }} as leads
    inner join records on records.record_type = 'lead' and records.source = leads.source and records.record_id = leads.lead_id
    union all
    select records.cycle_id, people.source, 'company', people.company from {{ ref('int_person_records') }} as people
    inner join records
        on records.record_type = people.record_type and records.source = people.source and records.record_id = people.record_id
    union all
    select records.cycle_id, people.source, 'email', people.email from {{ ref('int_person_records') }} as people
    inner join records
        on records.record_type = people.record_type and records.source = people.source and records.record_id = people.record_id
    union all
    select custom.cycle_id, custom.source, custom.field, custom.value from {{ ref('int_cycle_custom_fields') }} as custom
),

rules as (select * from {{ ref('int_exclusions') }}),

matches as (
    select
        fields.cycle_id,
        rules.reason,
        row_number() over (partition by fields.cycle_id order by rules.reason) as place
    from fields
    inner join rules
        on rules.source = fields.source
        and (
            (rules.field = fields.field and {{ fits('lower(trim(fields.value))', 'rules.pattern') }})
            or (
                rules.field = 'email_domain' and fields.field = 'email'
                and {{ fits('lower(trim(fields.value))', "concat('%@', rules.pattern)") }}
            )
        )
)

select cycle_id, reason from matches where place = 1
