{# How many cycles closed, how, for how much and after how long, by the date the money counts. #}
with cycles as (select * from {{ ref('int_sales_cycles') }}),

segments as (select * from {{ ref('int_cycle_segments') }}),

calendar as (select * from {{ ref('int_calendar') }}),

closed as (
    select
        cycles.cycle_id,
        cycles.status,
        cycles.cycle_days,
        cycles.amount_reporting,
        {{ segment_columns('segments') }},
        {{ period_columns('calendar') }},
        1 as always
    from cycles
    inner join segments on segments.cycle_id = cycles.cycle_id
    left join calendar on calendar.date_day = cycles.revenue_date
    where cycles.status <> 'open' and cycles.is_counted
),

aggregated as (
    {{ by_segment_and_period('closed', "
        sum(case when status = 'won' then 1 else 0 end) as won,
        sum(case when status = 'lost' then 1 else 0 end) as lost,
        sum(case when status = 'disqualified' then 1 else 0 end) as disqualified,
        coalesce(sum(case when status = 'won' then amount_reporting end), 0.0) as won_amount_reporting,
        sum(case when status = 'won' and amount_reporting is null then 1 else 0 end) as missing_amounts,
        avg(cycle_days) as mean_days,
        " ~ percentile('cycle_days', 0.5) ~ " as median_days,
        " ~ percentile('cycle_days', 0.9) ~ " as p90_days
    ") }}
)

select
    segment,
    segment_value,
    period_type,
    period_key,
    period_start,
    cast(won as bigint) as won,
    cast(lost as bigint) as lost,
    cast(disqualified as bigint) as disqualified,
    cast(won as double) / nullif(won + lost, 0) as win_rate,
    won_amount_reporting,
    cast(missing_amounts as bigint) as missing_amounts,
    mean_days,
    median_days,
    p90_days
from aggregated
