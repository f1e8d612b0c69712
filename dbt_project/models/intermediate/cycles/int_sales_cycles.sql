with settings as (select * from {{ ref('int_settings') }}),

cycles as (select * from {{ ref('int_cycles') }}),

rates as (select * from {{ ref('int_daily_rates') }}),

owned as (select * from {{ ref('int_cycle_closes') }}),

teams as (
    select
        owned.cycle_id,
        members.team,
        row_number() over (partition by owned.cycle_id order by members.recency) as place
    from owned
    inner join {{ ref('int_rep_teams') }} as members
        on members.rep_id = owned.rep_id
        and (members.starts_on is null or members.starts_on <= owned.fact_date)
        and (members.leaves_on is null or members.leaves_on >= owned.fact_date)
),

priced as (
    select
        cycles.cycle_id,
        coalesce(cycles.currency, currencies.default_currency) as currency,
        case
            when coalesce(cycles.currency, currencies.default_currency) = settings.reporting_currency then cycles.amount
            else cycles.amount * rates.rate
        end as amount_reporting
    from cycles
    inner join owned on owned.cycle_id = cycles.cycle_id
    cross join settings
    left join {{ ref('int_source_currencies') }} as currencies on currencies.source = cycles.source
    left join rates
        on rates.currency = coalesce(cycles.currency, currencies.default_currency)
        and rates.date_day = owned.fact_date
)

select
    cycles.cycle_id,
    cycles.source,
    cycles.record_name,
    coalesce(replace(sources.record_url, '{id}', coalesce(cycles.deal_id, cycles.lead_id)), cycles.record_url) as record_url,
    cycles.deal_id,
    cycles.lead_id,
    cycles.person_id,
    cycles.account_id,
    owned.rep_id,
    teams.team,
    coalesce(pipelines.label, cycles.pipeline) as pipeline,
    coalesce(pipelines.role, 'new_business') as pipeline_role,
    coalesce(channels.channel, 'unknown') as channel,
    cycles.lead_source,
    products.product,
    owned.started_at,
    owned.started_date,
    owned.started_precision,
    owned.closed_at,
    owned.closed_date,
    owned.closed_precision,
    owned.close_date,
    case when settings.revenue_date = 'closed_at' then owned.closed_date else owned.close_date end as revenue_date,
    owned.is_close_date_capped,
    owned.status,
    owned.current_stage,
    owned.furthest_stage,
    touches.first_outreach_at,
    touches.touches,
    touches.last_activity_at,
    touches.next_activity_at,
    case when owned.status = 'open' then coalesce(cycles.expected_close_date, cycles.vendor_close_date) else cycles.expected_close_date end as expected_close_date,
    cycles.amount,
    priced.currency,
    priced.amount_reporting,
    case when owned.status = 'won' then owned.length_days end as cycle_days,
    owned.dormant_days,
    owned.age_days,
    cycles.payment_terms,
    cycles.stakeholders,
    cycles.discount,
    case when owned.status = 'lost' then cycles.lost_reason end as lost_reason,
    case when owned.status = 'disqualified' then cycles.lost_reason end as disqualified_reason,
    exclusions.cycle_id is not null as is_excluded,
    exclusions.reason as excluded_reason,
    exclusions.cycle_id is null and coalesce(pipelines.role, 'new_business') = 'new_business' as is_counted,
    owned.is_time_inconsistent
from cycles
inner join owned on owned.cycle_id = cycles.cycle_id
inner join priced on priced.cycle_id = cycles.cycle_id
cross join settings
left join teams on teams.cycle_id = cycles.cycle_id and teams.place = 1
left join {{ ref('int_sources') }} as sources on sources.source = cycles.source
left join {{ ref('int_pipeline_roles') }} as pipelines
    on pipelines.source = cycles.source and pipelines.pipeline_key = {{ match_key('cycles.pipeline') }}
left join {{ ref('int_channels') }} as channels on channels.lead_source_key = {{ match_key('cycles.lead_source') }}
left join {{ ref('int_cycle_products') }} as products on products.cycle_id = cycles.cycle_id
left join {{ ref('int_cycle_touches') }} as touches on touches.cycle_id = cycles.cycle_id
left join {{ ref('int_cycle_exclusions') }} as exclusions on exclusions.cycle_id = cycles.cycle_id
