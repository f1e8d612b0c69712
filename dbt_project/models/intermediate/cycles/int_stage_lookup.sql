{#
    Every stage text that occurs, with the stage or outcome it means: the map of its pipeline first, then the
    source's. A text that no map knows is `unmapped`: visible everywhere, never dropped.
#}
with texts as (
    select source, {{ match_key('pipeline') }} as pipeline_key, {{ match_key('stage') }} as stage_key from {{ ref('int_stage_events') }}
    union
    select source, {{ match_key('pipeline') }}, {{ match_key('stage') }} from {{ ref('int_deal_versions') }}
    union
    select source, {{ match_key('pipeline') }}, {{ match_key('status') }} from {{ ref('int_deal_versions') }}
    union
    select source, {{ match_key('pipeline') }}, {{ match_key('stage') }} from {{ ref('int_deals') }}
    union
    select source, {{ match_key('pipeline') }}, {{ match_key('status') }} from {{ ref('int_deals') }}
    union
    select source, null, {{ match_key('status') }} from {{ ref('int_lead_versions') }}
    union
    select source, null, {{ match_key('status') }} from {{ ref('int_leads') }}
    union
    -- an event without a pipeline is of its deal's
    select events.source, {{ match_key('deals.pipeline') }}, {{ match_key('events.stage') }}
    from {{ ref('int_stage_events') }} as events
    inner join {{ ref('int_deals') }} as deals on deals.source = events.source and deals.deal_id = events.deal_id
),

stage_map as (select * from {{ ref('int_stage_map') }})

select
    texts.source,
    coalesce(texts.pipeline_key, '') as pipeline_key,
    texts.stage_key,
    case
        when texts.stage_key in ('won', 'lost', 'disqualified') then coalesce(of_pipeline.stage, of_source.stage, texts.stage_key)
        else coalesce(of_pipeline.stage, of_source.stage, 'unmapped')
    end as stage
from texts
left join stage_map as of_pipeline
    on of_pipeline.source = texts.source
    and of_pipeline.stage_key = texts.stage_key
    and of_pipeline.pipeline = texts.pipeline_key
left join stage_map as of_source
    on of_source.source = texts.source
    and of_source.stage_key = texts.stage_key
    and of_source.pipeline is null
-- `open` says that a record is open and nothing about its stage
where texts.stage_key is not null and texts.stage_key <> 'open'
