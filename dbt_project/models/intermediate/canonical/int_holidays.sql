with settings as (select * from {{ ref('int_settings') }}),

holidays as (
    {{ current_of_all_systems('holidays', ['valid_at', 'valid_on', 'name', 'region'], 'record_id') }}
)

select
    holidays.source,
    holidays.name,
    upper(holidays.region) as region,
    {{ resolved_date('holidays', 'valid') }} as date_day
from holidays
cross join settings
where holidays.valid_at is not null or holidays.valid_on is not null
