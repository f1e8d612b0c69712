{#
    For each rep and period the rep's own business days, all and elapsed, and the share of a full quota that they
    carry: the ramp of each day over the company's business days. Reps without a roster row are always there.
#}
with settings as (select * from {{ ref('int_settings') }}),

reps as (select * from {{ ref('int_reps') }} where is_membership),

calendar as (select * from {{ ref('int_calendar') }} where is_business_day),

periods as (select * from {{ ref('int_quota_periods') }}),

needed as (
    select level, owner, period_type, period_key from {{ ref('int_quota_rows') }} where level = 'rep'
    union
    select level, owner, period_type, period_key from {{ ref('int_quota_actuals') }} where level = 'rep'
),

starts as (
    select
        rep_id,
        case when count(starts_on) = count(*) then min(starts_on) end as first_day,
        {{ value_of_least('ramp', 'starts_on') }} as ramp
    from reps
    group by rep_id
),

bounds as (
    select min(periods.first_day) as first_day, max(periods.last_day) as last_day
    from needed
    inner join periods on periods.period_type = needed.period_type and periods.period_key = needed.period_key
),

-- a day on two teams is one day
employed as (
    select distinct reps.rep_id, calendar.date_day
    from reps
    cross join bounds
    inner join calendar
        on calendar.date_day >= coalesce(greatest(reps.starts_on, bounds.first_day), bounds.first_day)
        and calendar.date_day <= coalesce(least(reps.leaves_on, bounds.last_day), bounds.last_day)
),

ramped as (
    select
        employed.rep_id,
        {% for period_type in period_types() %}
            calendar.{{ period_type }}_key,
        {% endfor %}
        employed.date_day <= settings.as_of_date as has_elapsed,
        {{ list_item(split_text('starts.ramp', ';'), 'cast(' ~ months_since('starts.first_day', 'employed.date_day') ~ ' + 1 as integer)') }}
            as ramp_text
    from employed
    cross join settings
    inner join calendar on calendar.date_day = employed.date_day
    inner join starts on starts.rep_id = employed.rep_id
),

counted as (
    {% for period_type in period_types() %}
        select
            rep_id,
            '{{ period_type }}' as period_type,
            {{ period_type }}_key as period_key,
            count(*) as all_days,
            sum(case when has_elapsed then 1 else 0 end) as elapsed_days,
            sum(coalesce({{ as_number('ramp_text') }}, 1.0)) as ramped_days
        from ramped
        group by rep_id, {{ period_type }}_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    needed.owner as rep_id,
    needed.period_type,
    needed.period_key,
    case when starts.rep_id is null then periods.business_days else coalesce(counted.all_days, 0) end as all_days,
    case when starts.rep_id is null then periods.elapsed_days else coalesce(counted.elapsed_days, 0) end as elapsed_days,
    case
        when starts.rep_id is null then 1.0
        else coalesce(counted.ramped_days, 0.0) / nullif(periods.business_days, 0)
    end as quota_share
from needed
inner join periods on periods.period_type = needed.period_type and periods.period_key = needed.period_key
left join starts on starts.rep_id = needed.owner
left join counted
    on counted.rep_id = needed.owner
    and counted.period_type = needed.period_type
    and counted.period_key = needed.period_key
