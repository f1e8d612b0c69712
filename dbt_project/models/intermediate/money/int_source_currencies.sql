{#
    The currency of amounts that name none: the reporting currency where no deal of the source names one, else null,
    for then a blank is a gap in the data and not a habit.
#}
select
    deals.source,
    case when max(deals.currency) is null then max(settings.reporting_currency) end as default_currency
from {{ ref('int_deals') }} as deals
cross join {{ ref('int_settings') }} as settings
group by deals.source
