{#
    What the company calls its stages, today or, of a stage that is gone, when it was last there. `meaning` is what the
    configuration maps it to, which decides whether a closed deal's stage says more than its status. One row per stage.
#}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__stage'), ['update_time']) }}
),

pipelines as (
    select source, record_id, {{ json_text('payload', "'$.name'") }} as name
    from ({{ record_versions(source('raw', 'pipedrive__pipeline'), ['update_time']) }}) as versions
    where is_current or payload <> '{}'
),

pipeline_names as (
    select source, record_id, max(name) as name from pipelines where name is not null group by source, record_id
),

opened as (
    select
        source,
        record_id,
        extracted_at,
        load_seq,
        {{ json_texts('payload', ['$.name', '$.pipeline_id']) }} as texts,
        row_number() over (partition by source, record_id order by version_number desc) as place
    from versions
    where payload <> '{}'
),

named as (
    select
        opened.source,
        opened.record_id,
        opened.extracted_at,
        opened.load_seq,
        {{ list_item('opened.texts', 2) }} as pipeline,
        pipeline_names.name as pipeline_label,
        opened.record_id as stage,
        {{ list_item('opened.texts', 1) }} as label
    from opened
    left join pipeline_names
        on pipeline_names.source = opened.source and pipeline_names.record_id = {{ list_item('opened.texts', 2) }}
    where opened.place = 1
),

mapped as (
    select
        named.source,
        named.stage,
        stage_map.stage as meaning,
        row_number() over (
            partition by named.source, named.stage
            order by
                case when stage_map.origin = 'user' then 0 else 1 end,
                case when stage_map.pipeline is null then 1 else 0 end,
                case when stage_map.stage_key = named.stage then 0 else 1 end,
                case when stage_map.pipeline = named.pipeline then 0 else 1 end
        ) as place
    from named
    inner join {{ source('config', 'stage_map') }} as stage_map
        on stage_map.source = named.source
        and stage_map.stage_key in (named.stage, {{ match_key('named.label') }})
        and (stage_map.pipeline is null or stage_map.pipeline in (named.pipeline, {{ match_key('named.pipeline_label') }}))
)

select
    named.source,
    named.record_id,
    {{ derived_columns('named.extracted_at', 'named.load_seq') }},
    named.pipeline,
    named.pipeline_label,
    named.stage,
    named.label,
    cast(null as varchar) as default_stage,
    mapped.meaning
from named
left join mapped on mapped.source = named.source and mapped.stage = named.stage and mapped.place = 1
