{#
    A deal that no table lists but whose stage changed is a deal too; one created after as_of does not exist yet, and one
    that another source has too is there once (int_twins).
#}
with settings as (select * from {{ ref('int_settings') }}),

overrides as (select * from {{ ref('int_overrides') }} where entity = 'deal'),

listed as (
    {{ current_of_all_systems('deals', [
        'deal_id', 'name', 'lead_id', 'account', 'contact_email', 'contact_phone', 'created_at', 'created_on', 'closed_at',
        'closed_on', 'close_date_at', 'close_date_on', 'expected_close_date_at', 'expected_close_date_on', 'stage',
        'pipeline', 'status', 'amount', 'currency', 'owner', 'product', 'lead_source', 'payment_terms', 'stakeholders',
        'discount', 'lost_reason', 'referred_by', 'person_ref', 'record_url', 'custom',
    ], 'deal_id') }}
),

known as (
    {{ versions_of_all_systems('deals', ['deal_id'], 'deal_id') }}
),

unlisted as (
    select
        events.*,
        row_number() over (
            partition by events.source, events.deal_id
            order by case when events.pipeline is null then 1 else 0 end, events.load_seq desc, events.pipeline
        ) as place
    from ({{ current_of_all_systems('stage_events', ['deal_id', 'pipeline'], 'deal_id') }}) as events
    left join known on known.source = events.source and known.deal_id = events.deal_id
    where known.deal_id is null
),

implied as (
    select
        source,
        deal_id,
        max(case when place = 1 then pipeline end) as pipeline,
        max(load_seq) as load_seq,
        min(extracted_at) as extracted_at
    from unlisted
    group by source, deal_id
),

resolved as (
    select
        listed.source,
        listed.deal_id,
        true as is_listed,
        listed.name,
        coalesce(overrides.lead_id, listed.lead_id) as lead_ref,
        listed.account as account_ref,
        coalesce(overrides.owner, listed.owner) as owner_ref,
        listed.contact_email,
        listed.contact_phone,
        listed.person_ref,
        listed.record_url,
        {{ overridden('stage', 'listed') }} as stage,
        {{ overridden('pipeline', 'listed') }} as pipeline,
        {{ overridden('status', 'listed') }} as status,
        coalesce({{ as_number('overrides.amount') }}, listed.amount) as amount,
        upper({{ overridden('currency', 'listed') }}) as currency,
        {{ overridden('product', 'listed') }} as product_ref,
        {{ overridden('lead_source', 'listed') }} as lead_source,
        listed.payment_terms,
        listed.stakeholders,
        listed.discount,
        {{ overridden('lost_reason', 'listed') }} as lost_reason,
        listed.referred_by,
        listed.custom,
        {{ resolved('listed', 'created') }},
        {{ resolved('listed', 'closed') }},
        coalesce({{ as_date('overrides.close_date') }}, {{ resolved_date('listed', 'close_date') }}) as vendor_close_date,
        {{ resolved_date('listed', 'expected_close_date') }} as expected_close_date,
        listed.extracted_at,
        greatest(listed.load_seq, coalesce(overrides.load_seq, listed.load_seq)) as load_seq
    from listed
    cross join settings
    left join overrides on overrides.id = listed.deal_id
    left join {{ ref('int_twins') }} as twins
        on twins.record_type = 'deal' and twins.source = listed.source and twins.record_id = listed.deal_id
    where {{ exists_by_now('listed', 'created') }} and twins.record_id is null
)

select * from resolved
union all
select
    source, deal_id, false, null, null, null, null, null, null, null, null, null, pipeline, null, null, null, null, null, null, null,
    null, null, null, null, null, null, null, null, null, null, null, null, extracted_at, load_seq
from implied
