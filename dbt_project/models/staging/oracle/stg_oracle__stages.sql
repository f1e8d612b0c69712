{#
    What the pod calls its stages, today or, of one that is gone, when it was last there, by the sales method that has them; and
    the statuses of opportunities, which are of none. `ends` says that the configuration calls the stage an outcome, or what
    comes after one: then the stage says it, and not the status.
#}
with methods as (
    {{ record_versions(source('raw', 'oracle__sales_method')) }}
),

named as (
    select
        resources.source,
        coalesce(max(resources.property), 'SalesStage') as property
    from {{ source('config', 'field_map') }} as resources
    where resources.entity = 'list' and resources.field = 'sales_stage'
    group by resources.source
),

opened as (
    select
        methods.source,
        methods.version_number,
        methods.extracted_at,
        methods.load_seq,
        {{ json_text('methods.payload', "'$.SalesMethodId'") }} as pipeline,
        {{ json_text('methods.payload', "'$.Name'") }} as pipeline_label,
        coalesce(
            {{ json_text('methods.payload', "concat('$.\"', named.property, '\".items')") }},
            {{ json_text('methods.payload', "concat('$.\"', named.property, '\"')") }}
        ) as stages
    from methods
    inner join named on named.source = methods.source
),

items as (
    {{ json_each('opened', 'stages', ['source', 'version_number', 'extracted_at', 'load_seq', 'pipeline', 'pipeline_label']) }}
),

ranked as (
    select
        *,
        {{ json_text('item', "'$.SalesStageId'") }} as stage,
        {{ json_text('item', "'$.Name'") }} as label,
        first_value(pipeline_label) over (partition by source, pipeline order by load_seq desc, version_number desc) as newest_label,
        row_number() over (
            partition by source, pipeline, {{ json_text('item', "'$.SalesStageId'") }} order by load_seq desc, version_number desc
        ) as place
    from items
),

known as (
    select source, pipeline, newest_label as pipeline_label, stage, label, extracted_at, load_seq
    from ranked
    where place = 1 and stage is not null
    union all
    select
        source, null, null, {{ json_text('payload', "'$.LookupCode'") }}, {{ json_text('payload', "'$.Meaning'") }}, extracted_at,
        load_seq
    from ({{ record_versions(source('raw', 'oracle__status')) }}) as statuses
    where is_current and {{ json_text('payload', "'$.LookupCode'") }} is not null
)

select
    known.source,
    concat(coalesce(known.pipeline, 'status'), ':', known.stage) as record_id,
    {{ derived_columns('known.extracted_at', 'known.load_seq') }},
    known.pipeline,
    known.pipeline_label,
    known.stage,
    known.label,
    cast(null as varchar) as default_stage,
    exists (
        select 1
        from {{ source('config', 'stage_map') }} as stage_map
        where stage_map.source = known.source
            and stage_map.stage_key in ({{ match_key('known.stage') }}, {{ match_key('known.label') }})
            and (stage_map.pipeline is null or stage_map.pipeline in ({{ match_key('known.pipeline') }}, {{ match_key('known.pipeline_label') }}))
            and stage_map.stage in ('won', 'lost', 'disqualified', 'referral')
    ) as ends
from known
