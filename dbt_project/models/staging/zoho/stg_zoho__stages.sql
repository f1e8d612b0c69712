{#
    What the organisation shows its stages and lead statuses as, today or, of one that is gone, when it was last there. A
    record holds the value, which stays when somebody renames it. `default_stage` is what the pipeline itself says of a stage
    that no map names.
#}
with pipelines as (
    {{ record_versions(source('raw', 'zoho__pipeline')) }}
),

fields as (
    select * from ({{ record_versions(source('raw', 'zoho__field')) }}) as versions
    where record_id in ('deal:Stage', 'lead:Lead_Status')
),

opened as (
    select *, {{ json_texts('payload', ['$.actual_value', '$.display_value', '$.maps']) }} as texts
    from pipelines
    union all
    select *, {{ json_texts('payload', ['$.no_pipeline', '$.no_pipeline', '$.pick_list_values']) }} as texts
    from fields
),

holders as (
    select
        source,
        record_id as holder_id,
        {{ list_item('texts', 1) }} as pipeline,
        {{ list_item('texts', 2) }} as pipeline_label,
        {{ list_item('texts', 3) }} as stages,
        version_number,
        extracted_at,
        load_seq
    from opened
),

items as (
    {{ json_each('holders', 'stages', [
        'source', 'holder_id', 'pipeline', 'pipeline_label', 'version_number', 'extracted_at', 'load_seq',
    ]) }}
),

stages as (
    select *, {{ json_texts('item', ['$.actual_value', '$.display_value', '$.forecast_type']) }} as texts
    from items
),

ranked as (
    select
        *,
        {{ list_item('texts', 1) }} as stage,
        first_value(pipeline_label) over (partition by source, pipeline order by version_number desc) as newest_label,
        row_number() over (
            partition by source, pipeline, {{ list_item('texts', 1) }} order by version_number desc, holder_id
        ) as place
    from stages
)

select
    source,
    concat(coalesce(pipeline, holder_id), ':', stage) as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    pipeline,
    newest_label as pipeline_label,
    stage,
    {{ list_item('texts', 2) }} as label,
    case replace(replace(lower({{ list_item('texts', 3) }}), ' ', ''), '_', '')
        when 'closedwon' then 'won'
        when 'closedlost' then 'lost'
    end as default_stage
from ranked
where place = 1 and stage is not null and stage <> '-None-'
