{# Causes of bad_cell, duplicate_key and payload_error: one row per kind, source, entity and column. #}
with problem_rows as (select * from {{ ref('int_problem_rows') }}),

ranked as (
    select
        *,
        count(*) over (partition by kind, source, entity, column_name) as problems,
        row_number() over (partition by kind, source, entity, column_name order by record_id, file, line, value) as place,
        case when file is null then '' else concat(' (', file, case when line is null then '' else concat(', line ', line) end, ')') end as found_at
    from problem_rows
    where kind in ('bad_cell', 'duplicate_key', 'payload_error')
)

select
    kind,
    source,
    concat(entity, ' ', coalesce(column_name, '')) as cause,
    problems,
    record_id as example_id,
    cast(null as varchar) as example_url,
    case kind
        when 'bad_cell' then concat(
            'Correct "', coalesce(value, ''), '" in ', coalesce(column_name, 'the cell'), found_at,
            ', or say how the column is written under sources > ', source,
            case
                when file like 'stream %' then concat(' > streams > ', replace(file, 'stream ', ''), ' > feeds > ', entity)
                else concat(' > tables > ', entity)
            end,
            ', such as dates: "%d.%m.%Y" or decimal: ",".'
        )
        when 'duplicate_key' then concat(
            'Keep one row of ', entity, ' ', record_id, found_at,
            '; if another column tells the rows apart, map it under sources > ', source, ' > tables > columns, such as ',
            entity, '_id: <that column>.'
        )
        else concat(
            'Retype the text of ', entity, ' ', record_id, ' in ', source, ': it was repaired to be readable (', value,
            '); the original is kept in raw.'
        )
    end as how_to_fix
from ranked
where place = 1
