{#
    What the organization calls its stages: those of opportunities in each record type, which all choose from one list, and
    the statuses of leads, which are of no pipeline. A label may change, the name in the API stays. `default_stage` is what
    the organization itself says of a stage that no map names.
#}
with opened as (
    select
        'deal' as object, source, extracted_at, load_seq,
        {{ json_texts('payload', ['$.ApiName', '$.MasterLabel', '$.IsClosed', '$.IsWon']) }} as texts
    from ({{ record_versions(source('raw', 'salesforce__opportunity_stage'), salesforce_volatile()) }}) as stages
    where is_current
    union all
    select
        'lead', source, extracted_at, load_seq,
        {{ json_texts('payload', ['$.ApiName', '$.MasterLabel', '$.IsConverted', '$.IsConverted']) }}
    from ({{ record_versions(source('raw', 'salesforce__lead_status'), salesforce_volatile()) }}) as statuses
    where is_current
),

stages as (
    select
        object,
        source,
        coalesce({{ list_item('texts', 1) }}, {{ list_item('texts', 2) }}) as stage,
        max({{ list_item('texts', 2) }}) as label,
        max({{ list_item('texts', 3) }}) as is_closed,
        max({{ list_item('texts', 4) }}) as is_won,
        min(extracted_at) as extracted_at,
        max(load_seq) as load_seq
    from opened
    where coalesce({{ list_item('texts', 1) }}, {{ list_item('texts', 2) }}) is not null
    group by object, source, coalesce({{ list_item('texts', 1) }}, {{ list_item('texts', 2) }})
),

pipelines as (
    select 'deal' as object, source, record_id as pipeline, {{ json_text('payload', "'$.Name'") }} as label
    from ({{ record_versions(source('raw', 'salesforce__record_type'), salesforce_volatile()) }}) as types
    where is_current and not is_deleted and {{ json_text('payload', "'$.SobjectType'") }} = 'Opportunity'
    union all
    select distinct object, source, cast(null as varchar), cast(null as varchar)
    from stages
)

select
    stages.source,
    concat(stages.object, ':', coalesce(pipelines.pipeline, ''), ':', stages.stage) as record_id,
    {{ derived_columns('stages.extracted_at', 'stages.load_seq') }},
    pipelines.pipeline,
    pipelines.label as pipeline_label,
    stages.stage,
    stages.label,
    case
        when stages.object = 'lead' then case when stages.is_closed = 'true' then 'qualification' end
        when stages.is_won = 'true' then 'won'
        when stages.is_closed = 'true' then 'lost'
    end as default_stage
from stages
inner join pipelines on pipelines.source = stages.source and pipelines.object = stages.object
