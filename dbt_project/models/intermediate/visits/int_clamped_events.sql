{#
    The events of the touched cycles with the time that they are ordered by: a date without a time is clamped up to an
    earlier event of the same date, in the order of creation, sequence and stage number. A contact or a call is no
    evidence of what comes after it, so it clamps nothing.
#}
{% set class_rank = "case class when 'start' then 0 when 'sight' then 0 when 'final' then 2 else 1 end" %}

with events as (select * from {{ ref('int_cycle_events') }}),

ranked as (
    select
        *,
        {{ stage_rank('stage') }} as rank_of_stage,
        {{ class_rank }} as class_rank,
        case when class = 'sight' or (class = 'start' and sequence = 4) then null else entered_at end as clamps_at
    from events
)

select
    *,
    case
        when entered_precision = 'date' then greatest(entered_at, max(clamps_at) over (
            partition by cycle_id, entered_date
            order by class_rank, sequence, rank_of_stage, entered_at
            rows between unbounded preceding and current row
        ))
        else entered_at
    end as ordered_at
from ranked
