{# Each counted cycle at each of the eight steps of the funnel: reached, visited, where it stands, days to go beyond. #}
with cycles as (select * from {{ ref('int_sales_cycles') }} where is_counted),

states as (select * from {{ ref('int_cycle_states') }}),

steps as (select * from {{ ref('int_cycle_steps') }}),

numbers as (select * from {{ ref('int_funnel_numbers') }}),

referred as (
    select cycle_id, entered_at, entered_date, entered_precision
    from {{ ref('int_stage_visits') }}
    where stage = 'referral' and visit_number = 1
),

standing as (
    select
        cycles.cycle_id,
        cycles.status,
        case
            when cycles.status = 'won' then case when referred.cycle_id is null then 7 else 8 end
            else greatest(1, coalesce(states.furthest_number, 1))
        end as step
    from cycles
    inner join states on states.cycle_id = cycles.cycle_id
    left join referred on referred.cycle_id = cycles.cycle_id
),

first_entries as (
    select
        cycle_id, stage_number, step_number, entered_at, entered_date, entered_precision,
        row_number() over (partition by cycle_id, stage_number order by step_number) as entry
    from steps
    where kind = 'visit' and stage_number is not null
),

beyond as (
    select
        entries.cycle_id,
        entries.stage_number,
        {{ duration_days('entries.entered_at', 'entries.entered_date', 'entries.entered_precision', 'later.entered_at', 'later.entered_date', 'later.entered_precision') }} as days_to_next,
        row_number() over (partition by entries.cycle_id, entries.stage_number order by later.step_number) as place
    from first_entries as entries
    inner join steps as later
        on later.cycle_id = entries.cycle_id
        and later.step_number > entries.step_number
        and (
            (later.kind = 'visit' and later.stage_number > entries.stage_number)
            or (later.kind = 'outcome' and later.stage = 'won')
        )
    where entries.entry = 1
    union all
    -- beyond winning is naming somebody
    select
        cycles.cycle_id,
        7,
        {{ duration_days('cycles.closed_at', 'cycles.closed_date', 'cycles.closed_precision', 'referred.entered_at', 'referred.entered_date', 'referred.entered_precision') }},
        1
    from cycles
    inner join referred on referred.cycle_id = cycles.cycle_id
    where cycles.status = 'won'
)

select
    standing.cycle_id,
    numbers.step,
    numbers.step_number,
    standing.step >= numbers.step_number as has_reached,
    case
        when numbers.step_number = 7 then standing.status = 'won'
        when numbers.step_number = 8 then standing.step = 8
        else first_entries.cycle_id is not null
    end as has_visited,
    standing.status = 'open' and standing.step = numbers.step_number as is_open_here,
    standing.status in ('lost', 'disqualified') and standing.step = numbers.step_number as is_exited_here,
    beyond.days_to_next
from standing
cross join numbers
left join first_entries
    on first_entries.cycle_id = standing.cycle_id and first_entries.stage_number = numbers.step_number and first_entries.entry = 1
left join beyond
    on beyond.cycle_id = standing.cycle_id and beyond.stage_number = numbers.step_number and beyond.place = 1
