{# Parties that an opportunity is with. One row per version of a party. #}
with parties as (select * from {{ ref('base_tryton__parties') }}),

fields as (
    {{ tryton_fields('parties', 'account', ['industry', 'employees', 'country']) }}
),

buyers as (select distinct source, account from {{ ref('stg_tryton__deals') }} where account is not null)

select
    {{ version_columns('parties') }},
    parties.record_id as account_id,
    coalesce(parties.name, parties.code) as name,
    fields.industry,
    {{ as_number('fields.employees') }} as employees,
    fields.country
from parties
inner join buyers on buyers.source = parties.source and buyers.account = parties.record_id
left join fields
    on fields.source = parties.source
    and fields.record_id = parties.record_id
    and fields.version_number = parties.version_number
