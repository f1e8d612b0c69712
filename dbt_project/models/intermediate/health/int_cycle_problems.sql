{# Causes that show in cycles: a stage that no map names, no rate, dates that contradict one another, excluded test deals. #}
with cycles as (
    select *, coalesce(deal_id, lead_id) as record_id from {{ ref('int_sales_cycles') }}
),

unmapped as (
    select distinct cycle_id, source_stage from {{ ref('int_stage_visits') }} where stage = 'unmapped'
),

affected as (
    select
        'unmapped_stage' as kind, cycles.source, cycles.record_id, cycles.record_url, unmapped.source_stage as cause,
        concat(
            'Map the stage under sources > ', cycles.source, ' > stages in salescycle.yml, such as "', unmapped.source_stage,
            '": qualification (or another stage, won, lost, disqualified).'
        ) as how_to_fix
    from unmapped
    inner join cycles on cycles.cycle_id = unmapped.cycle_id
    where not cycles.is_excluded
    union all
    select
        'missing_rate', source, record_id, record_url, coalesce(currency, ''),
        case
            when currency is null then concat(
                'Say in which currency amounts are under sources > ', source, ' > tables > constants, such as constants: {currency: EUR}.'
            )
            else concat(
                'Add a rate to company/exchange_rates.csv (currency,date,rate), such as ', currency, ',',
                coalesce(cast(close_date as varchar), '<today>'), ',<price of 1 ', currency, '>.'
            )
        end
    from cycles
    where amount is not null and amount_reporting is null and not is_excluded
    union all
    select
        'inconsistent_time', source, record_id, record_url, status,
        concat(
            'Correct the dates of ', record_id, ' in ', source, ': one event lies before another that must come first; ',
            'or add a line to company/overrides.csv (entity,id,field,value), such as deal,', record_id, ',close_date,<date>.'
        )
    from cycles
    where is_time_inconsistent and not is_excluded
    union all
    select
        'capped_close_date', source, record_id, record_url, status,
        concat(
            'Correct the close date of ', record_id, ' in ', source, ': it is closed with a date still to come; ',
            'or add a line to company/overrides.csv (entity,id,field,value), such as deal,', record_id, ',close_date,',
            cast(close_date as varchar), '.'
        )
    from cycles
    where is_close_date_capped and not is_excluded
    union all
    select
        'excluded', source, record_id, record_url, coalesce(excluded_reason, ''),
        concat(
            'Nothing, if these are tests; otherwise narrow the rule "', excluded_reason, '" under sources > ', source,
            ' > exclude in salescycle.yml.'
        )
    from cycles
    where is_excluded
),

ranked as (
    select
        *,
        count(*) over (partition by kind, source, cause) as problems,
        row_number() over (partition by kind, source, cause order by record_id) as place
    from affected
)

select kind, source, cause, problems, record_id as example_id, record_url as example_url, how_to_fix
from ranked
where place = 1
