{# What a reader must know to read the other tables: one row. #}
with settings as (select * from {{ ref('int_settings') }})

select
    as_of,
    as_of_date,
    reporting_timezone,
    reporting_currency,
    week_start,
    fiscal_year_start,
    revenue_date
from settings
