{#
    Which field of the CRM fills each field of the configuration: a field is named by its key or by its name, and of two
    with one name the company's own counts. `options` are its choices, a JSON object of ids and labels. Leads have the
    fields of deals. One row per source, object and field.
#}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__field')) }}
),

opened as (
    select
        source,
        {{ list_item(split_text('record_id', ':'), 1) }} as object,
        {{ json_texts('payload', ['$.field_code', '$.field_name', '$.is_custom_field', '$.options']) }} as texts
    from versions
    where is_current and not coalesce(is_deleted, false)
),

defined as (
    select
        source,
        object,
        {{ list_item('texts', 1) }} as field_key,
        {{ match_key(list_item('texts', 2)) }} as name_key,
        {{ list_item('texts', 3) }} = 'true' as is_custom,
        {{ list_item('texts', 4) }} as options
    from opened
),

choices as (
    {{ json_each('defined', 'options', ['source', 'object', 'field_key']) }}
),

labels as (
    select source, object, field_key, {{ json_object_of('option_id', 'label') }} as options
    from (
        select
            source, object, field_key,
            {{ json_text('item', "'$.id'") }} as option_id, {{ json_text('item', "'$.label'") }} as label
        from choices
    ) as named
    where option_id is not null
    group by source, object, field_key
),

wanted as (
    select source, entity as object, field, property, false as is_own from {{ source('config', 'field_map') }}
    union all
    select source, entity, field, field, true from {{ source('config', 'custom_fields') }}
),

ranked as (
    select
        wanted.*,
        coalesce(defined.field_key, wanted.property) as field_key,
        labels.options,
        row_number() over (
            partition by wanted.source, wanted.object, wanted.field, wanted.is_own
            order by
                case when defined.field_key = wanted.property then 0 else 1 end,
                case when defined.is_custom then 0 else 1 end,
                defined.field_key
        ) as place
    from wanted
    left join defined
        on defined.source = wanted.source
        and defined.object = case when wanted.object = 'lead' then 'deal' else wanted.object end
        and (defined.field_key = wanted.property or defined.name_key = {{ match_key('wanted.property') }})
    left join labels
        on labels.source = defined.source and labels.object = defined.object and labels.field_key = defined.field_key
)

select source, object, field, is_own, field_key, options
from ranked
where place = 1 and object not in ('user', 'activity_type')
