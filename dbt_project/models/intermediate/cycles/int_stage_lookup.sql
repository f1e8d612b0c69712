{#
    Every stage text that occurs, with the stage or outcome it means, and what its system calls it. Of the map the user's
    words go before the shipped ones, those of its pipeline before those of the whole source, an id before a label. What
    no map knows is what the system itself says, else `unmapped`: visible everywhere, never dropped.
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
    select source, {{ match_key('pipeline') }}, {{ match_key('status') }} from {{ ref('int_lead_versions') }}
    union
    select source, {{ match_key('pipeline') }}, {{ match_key('status') }} from {{ ref('int_leads') }}
    union
    -- an event without a pipeline is of its deal's
    select events.source, {{ match_key('deals.pipeline') }}, {{ match_key('events.stage') }}
    from {{ ref('int_stage_events') }} as events
    inner join {{ ref('int_deals') }} as deals on deals.source = events.source and deals.deal_id = events.deal_id
),

named as (
    select
        texts.source,
        coalesce(texts.pipeline_key, '') as pipeline_key,
        texts.stage_key,
        stages.label,
        stages.default_stage,
        {{ match_key('stages.label') }} as label_key,
        {{ match_key('stages.pipeline_label') }} as pipeline_label_key,
        row_number() over (
            partition by texts.source, texts.pipeline_key, texts.stage_key
            order by
                case when {{ match_key('stages.pipeline') }} = texts.pipeline_key then 0 else 1 end,
                case when stages.pipeline is null then 0 else 1 end,
                stages.pipeline
        ) as place
    from texts
    left join {{ ref('int_source_stages') }} as stages
        on stages.source = texts.source and {{ match_key('stages.stage') }} = texts.stage_key
    where texts.stage_key is not null
),

known as (select * from named where place = 1),

mapped as (
    select
        known.source,
        known.pipeline_key,
        known.stage_key,
        stage_map.stage,
        row_number() over (
            partition by known.source, known.pipeline_key, known.stage_key
            order by
                case when stage_map.origin = 'user' then 0 else 1 end,
                case when stage_map.pipeline is null then 1 else 0 end,
                case when stage_map.stage_key = known.stage_key then 0 else 1 end,
                case when stage_map.pipeline = known.pipeline_key then 0 else 1 end
        ) as place
    from known
    inner join {{ ref('int_stage_map') }} as stage_map
        on stage_map.source = known.source
        and stage_map.stage_key in (known.stage_key, known.label_key)
        and (stage_map.pipeline is null or stage_map.pipeline in (known.pipeline_key, known.pipeline_label_key))
)

select
    known.source,
    known.pipeline_key,
    known.stage_key,
    known.label,
    coalesce(
        mapped.stage,
        case when known.stage_key in ('won', 'lost', 'disqualified') then known.stage_key end,
        known.default_stage,
        'unmapped'
    ) as stage
from known
left join mapped
    on mapped.source = known.source
    and mapped.pipeline_key = known.pipeline_key
    and mapped.stage_key = known.stage_key
    and mapped.place = 1
-- `open` says that a record is open and nothing about its stage, unless it is the name of one
where known.stage_key <> 'open' or mapped.stage is not null or known.label is not null
