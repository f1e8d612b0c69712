{# Teams that the roster or a quota names. #}
with reps as (select * from {{ ref('dim_rep') }}),

memberships as (select * from {{ ref('int_reps') }} where team is not null and is_membership),

named as (
    select team from memberships
    union
    select team from {{ ref('int_quotas') }} where team is not null
),

final as (
    select
        named.team as team_id,
        named.team as name,
        sum(case when reps.is_active then 1 else 0 end) > 0 as is_active,
        cast(sum(case when reps.is_active then 1 else 0 end) as bigint) as active_reps,
        min(case when reps.is_active then reps.manager_id end) as manager_id,
        (select count(distinct memberships.rep_id) from memberships where memberships.team = named.team) as reps_ever
    from named
    left join reps on reps.team = named.team
    group by named.team
)

select * from final
