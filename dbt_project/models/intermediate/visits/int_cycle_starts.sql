{#
    When each touched cycle began, and when it was first seen: `stage` is what the time before the first known stage
    is taken for.
#}
with events as (select * from {{ ref('int_clamped_events') }}),

starts as (
    select
        *,
        row_number() over (partition by cycle_id order by ordered_at, class_rank, sequence, entered_precision) as place
    from events
    where class in ('start', 'history')
)

select
    sights.cycle_id,
    sights.entered_at as seen_at,
    sights.entered_date as seen_date,
    sights.stage,
    starts.ordered_at as started_at,
    starts.entered_date as started_date,
    starts.entered_precision as started_precision
from events as sights
left join starts on starts.cycle_id = sights.cycle_id and starts.place = 1
where sights.class = 'sight'
