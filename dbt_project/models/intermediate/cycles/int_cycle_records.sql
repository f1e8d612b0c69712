{# The records of each cycle: one deal with the leads it absorbed, or one lead. #}
with lead_deals as (select * from {{ ref('int_lead_deals') }}),

records as (
    select
        'deal' as record_type, source, deal_id as record_id, created_at,
        concat('deal|', source, '|', deal_id) as attempt
    from {{ ref('int_deals') }}
    union all
    select
        'lead', leads.source, leads.lead_id, leads.created_at,
        case
            when lead_deals.deal_id is null then concat('lead|', leads.source, '|', leads.lead_id)
            else concat('deal|', lead_deals.deal_source, '|', lead_deals.deal_id)
        end
    from {{ ref('int_leads') }} as leads
    left join lead_deals on lead_deals.lead_source = leads.source and lead_deals.lead_id = leads.lead_id
),

led as (
    select
        *,
        row_number() over (
            partition by attempt
            order by case when created_at is null then 1 else 0 end, created_at, source, record_id, record_type
        ) as place,
        first_value(concat(record_type, '|', source, '|', record_id)) over (
            partition by attempt
            order by case when created_at is null then 1 else 0 end, created_at, source, record_id, record_type
        ) as leader
    from records
)

select
    {{ hashed_id(["'cycle'", 'leader']) }} as cycle_id,
    {{ hashed_id(["'cycle'", "concat(record_type, '|', source, '|', record_id)"]) }} as own_cycle_id,
    record_type,
    source,
    record_id,
    created_at,
    place
from led
