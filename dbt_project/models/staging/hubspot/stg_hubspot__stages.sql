{#
    What the portal calls its stages, today or, of a stage that is gone, when it was last there: those of the pipelines
    of deals and leads, and the values of a contact's lead status and lifecycle stage, which are of no pipeline.
    `default_stage` is what the pipeline itself says of a stage that no map names.
#}
with pipelines as (
    {{ record_versions(source('raw', 'hubspot__pipeline'), ['updatedAt']) }}
),

properties as (
    select * from ({{ record_versions(source('raw', 'hubspot__property'), ['updatedAt']) }}) as versions
    where record_id in ('contact:lifecyclestage', 'contact:hs_lead_status')
),

opened as (
    select *, {{ json_texts('payload', ['$.id', '$.label', '$.stages']) }} as texts
    from pipelines
    union all
    select *, {{ json_texts('payload', ['$.name', '$.label', '$.options']) }} as texts
    from properties
),

holders as (
    select
        source,
        record_id as holder_id,
        {{ list_item(split_text('record_id', ':'), 1) }} as object,
        coalesce({{ list_item('texts', 1) }}, {{ list_item(split_text('record_id', ':'), 2) }}) as holder,
        {{ list_item('texts', 2) }} as holder_label,
        {{ list_item('texts', 3) }} as stages,
        version_number,
        extracted_at,
        load_seq
    from opened
),

items as (
    {{ json_each('holders', 'stages', [
        'source', 'holder_id', 'object', 'holder', 'holder_label', 'version_number', 'extracted_at', 'load_seq',
    ]) }}
),

stages as (
    select
        *,
        {{ json_texts('item', ['$.id', '$.value', '$.label', '$.metadata.isClosed', '$.metadata.probability', '$.metadata.leadState']) }}
            as texts
    from items
),

ranked as (
    select
        *,
        coalesce({{ list_item('texts', 1) }}, {{ list_item('texts', 2) }}) as stage,
        first_value(holder_label) over (partition by source, holder_id order by version_number desc) as newest_holder_label,
        row_number() over (
            partition by source, holder_id, coalesce({{ list_item('texts', 1) }}, {{ list_item('texts', 2) }})
            order by version_number desc
        ) as place
    from stages
)

select
    source,
    concat(holder_id, ':', stage) as record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    case when object <> 'contact' then holder end as pipeline,
    case when object <> 'contact' then newest_holder_label end as pipeline_label,
    stage,
    {{ list_item('texts', 3) }} as label,
    case
        when object = 'deal' and lower({{ list_item('texts', 4) }}) = 'true'
            then case when {{ as_number(list_item('texts', 5)) }} = 1 then 'won' else 'lost' end
        when object = 'lead' then case upper({{ list_item('texts', 6) }})
            when 'NEW' then 'prospecting'
            when 'IN_PROGRESS' then 'outreach'
            when 'QUALIFIED' then 'qualification'
            when 'UNQUALIFIED' then 'disqualified'
        end
    end as default_stage
from ranked
where place = 1 and stage is not null
