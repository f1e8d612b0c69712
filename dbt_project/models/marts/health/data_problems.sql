{# What to correct, worst cause first: kinds that occur nowhere have no row. #}
with causes as (
    select * from {{ ref('int_record_problems') }}
    union all
    select * from {{ ref('int_reference_problems') }}
    union all
    select * from {{ ref('int_cycle_problems') }}
    union all
    select * from {{ ref('int_contact_problems') }}
),

totals as (select * from {{ ref('int_problem_totals') }}),

ranked as (
    select
        *,
        sum(problems) over (partition by kind, source) as problems_of_kind,
        count(*) over (partition by kind, source) as causes,
        row_number() over (partition by kind, source order by problems desc, cause) as place
    from causes
),

final as (
    select
        ranked.kind,
        ranked.source,
        cast(ranked.problems_of_kind as bigint) as count,
        cast(ranked.problems_of_kind as double) / nullif(totals.total, 0) as share,
        ranked.causes,
        trim(ranked.cause) as main_cause,
        ranked.example_id,
        ranked.example_url,
        ranked.how_to_fix
    from ranked
    left join totals on totals.kind = ranked.kind and totals.source = ranked.source
    where ranked.place = 1
)

select * from final
