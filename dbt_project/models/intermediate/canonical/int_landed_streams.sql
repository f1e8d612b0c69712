{# What was ever loaded of each stream. #}
with segments as (select * from {{ source('raw', '_segments') }})

select
    source,
    stream,
    min(connector) as connector,
    sum(rows) as rows_landed,
    sum(bytes) as bytes_landed,
    count(*) as segments
from segments
group by source, stream
