{#
    What each revision of the opportunities that are there changed: its state, its employee. What the record says today
    is the last revision where its history, read apart, ends before it. One row per revision.
#}
with opportunities as (
    select * from {{ ref('base_tryton__opportunities') }} where is_current and not is_deleted
),

revisions as (
    select
        source, record_id, parent_id as deal_id, state, employee, coalesce(write_date, create_date) as changed_at, extracted_at,
        load_seq
    from {{ ref('base_tryton__revisions') }}
    where is_current
),

ends as (
    select source, deal_id, max(changed_at) as ends_at from revisions group by source, deal_id
),

unioned as (
    select revisions.*
    from revisions
    inner join opportunities on opportunities.source = revisions.source and opportunities.record_id = revisions.deal_id
    union all
    select
        opportunities.source, concat(opportunities.record_id, '@now'), opportunities.record_id, opportunities.state,
        opportunities.employee, opportunities.modified_at, opportunities.extracted_at, opportunities.load_seq
    from opportunities
    inner join ends on ends.source = opportunities.source and ends.deal_id = opportunities.record_id
    where opportunities.modified_at > ends.ends_at
)

select
    *,
    lag(state) over (partition by source, deal_id order by changed_at, record_id) is distinct from state as is_new_state,
    lag(employee) over (partition by source, deal_id order by changed_at, record_id) is distinct from employee
        as is_new_employee
from unioned
