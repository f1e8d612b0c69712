{#
    Everybody who owned anything: the roster, and owners that no table lists. Team and manager are those of the
    day; who left keeps the last ones and stays joinable.
#}
with settings as (select * from {{ ref('int_settings') }}),

memberships as (select * from {{ ref('int_reps') }}),

rep_refs as (select * from {{ ref('int_rep_refs') }}),

dated as (
    select
        memberships.*,
        coalesce(memberships.starts_on <= settings.as_of_date, true) as has_started,
        coalesce(memberships.leaves_on < settings.as_of_date, false) as has_left
    from memberships
    cross join settings
),

ranked as (
    select
        *,
        row_number() over (
            partition by rep_id
            order by
                case when is_membership then 0 else 1 end,
                case when has_started and not has_left then 0 when has_started then 1 else 2 end,
                case when starts_on is null then 1 else 0 end,
                starts_on desc,
                source,
                record_id
        ) as preference
    from dated
),

spans as (
    select
        rep_id,
        case when count(case when is_membership then starts_on end) = sum(case when is_membership then 1 end)
            then min(case when is_membership then starts_on end) end as starts_on,
        case when count(case when is_membership then leaves_on end) = sum(case when is_membership then 1 end)
            then max(case when is_membership then leaves_on end) end as leaves_on,
        max(case when is_membership and has_started and not has_left then 1 else 0 end) = 1 as is_active,
        -- a row that only says which team often leaves the name out
        {{ value_of_least('name', 'case when name is not null then preference end') }} as name,
        {{ value_of_least('email', 'case when email is not null then preference end') }} as email,
        cast(sum(case when is_membership then 1 else 0 end) as bigint) as memberships
    from ranked
    group by rep_id
),

unlisted as (
    select rep_id, min(source) as source
    from rep_refs
    where not is_listed and rep_id not in (select rep_id from memberships)
    group by rep_id
),

managers as (
    select text, min(rep_id) as rep_id
    from (
        select rep_id as text, rep_id from memberships
        union
        select name as text, rep_id from memberships
    ) as texts
    where text is not null
    group by text
),

final as (
    select
        ranked.rep_id,
        ranked.source,
        coalesce(spans.name, ranked.rep_id) as name,
        spans.email,
        ranked.team,
        coalesce(managers.rep_id, ranked.manager) as manager_id,
        spans.starts_on,
        spans.leaves_on,
        spans.is_active,
        true as is_listed,
        spans.memberships
    from ranked
    inner join spans on spans.rep_id = ranked.rep_id
    left join managers on managers.text = ranked.manager
    where ranked.preference = 1
    union all
    select rep_id, source, rep_id, null, null, null, null, null, true, false, 0
    from unlisted
)

select * from final
