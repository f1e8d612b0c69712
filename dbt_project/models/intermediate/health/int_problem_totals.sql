{# Out of how many a problem is counted: one row per kind and source. #}
with cycles as (select * from {{ ref('int_sales_cycles') }}),

staged as (
    {% for system, entities in systems_in_use().items() %}
        {% for entity in entities %}
            select source, count(*) as records
            from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
            where is_current and not is_deleted
            group by source
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

rows_read as (select source, sum(records) as total from staged group by source),

unused as (
    select source, count(*) as total from {{ ref('int_problem_rows') }} where kind = 'duplicate_key' group by source
),

per_cycle as (
    select
        source,
        count(*) as cycles,
        sum(case when is_excluded then 0 else 1 end) as counted,
        sum(case when amount is not null and not is_excluded then 1 else 0 end) as with_amount,
        sum(case when status <> 'open' and not is_excluded then 1 else 0 end) as closed
    from cycles
    group by source
)

select kinds.kind, rows_read.source, rows_read.total
from rows_read
cross join (select 'bad_cell' as kind union all select 'payload_error' as kind) as kinds
union all
select 'duplicate_key', rows_read.source, rows_read.total + coalesce(unused.total, 0)
from rows_read
left join unused on unused.source = rows_read.source
union all
select kinds.kind, per_cycle.source, per_cycle.counted
from per_cycle
cross join (select 'unmapped_stage' as kind union all select 'inconsistent_time' as kind) as kinds
union all
select 'missing_rate', source, with_amount from per_cycle
union all
select 'capped_close_date', source, closed from per_cycle
union all
select 'excluded', source, cycles from per_cycle
union all
select 'dangling_reference', source, count(*) from {{ ref('int_references') }} group by source
union all
select 'unmatched_booking', source, count(*) from {{ ref('int_bookings_matched') }} group by source
union all
select 'invalid_contact', people.source, count(*)
from {{ ref('int_person_contact_points') }} as contact_points
inner join {{ ref('int_person_records') }} as people on people.own_person_id = contact_points.person_id
group by people.source
