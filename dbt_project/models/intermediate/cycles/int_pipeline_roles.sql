{# What each pipeline of a deal is called and what it is for: configured by its id, else by its label. #}
with texts as (
    select distinct source, {{ match_key('pipeline') }} as pipeline_key
    from {{ ref('int_deals') }}
    where pipeline is not null
),

labels as (
    select source, {{ match_key('pipeline') }} as pipeline_key, max(pipeline_label) as label
    from {{ ref('int_source_stages') }}
    where pipeline is not null
    group by source, {{ match_key('pipeline') }}
),

roles as (select * from {{ ref('int_pipelines') }})

select
    texts.source,
    texts.pipeline_key,
    labels.label,
    coalesce(by_id.role, by_label.role) as role
from texts
left join labels on labels.source = texts.source and labels.pipeline_key = texts.pipeline_key
left join roles as by_id on by_id.source = texts.source and by_id.pipeline = texts.pipeline_key
left join roles as by_label on by_label.source = texts.source and by_label.pipeline = {{ match_key('labels.label') }}
