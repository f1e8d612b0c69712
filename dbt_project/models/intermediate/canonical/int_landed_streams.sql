{# What was ever loaded of each stream. A night that was interrupted leaves an empty segment more: it counts no bytes. #}
with segments as (select * from {{ source('raw', '_segments') }})

select
    source,
    stream,
    min(connector) as connector,
    sum(rows) as rows_landed,
    sum(case when rows > 0 then bytes else 0 end) as bytes_landed,
    count(*) as segments
from segments
group by source, stream
