{#
    The body of a base model over the records of a list: every version of each with the fields named, as text, blanks as
    null. A list that shows deleted records says so of each; a version 1 list calls what is there active.
#}
{% macro pipedrive_records(relation, fields, keys=['source', 'record_id']) %}
    {% set paths = ['$.add_time', '$.is_deleted', '$.active_flag'] %}
    {% for field in fields %}{% do paths.append('$.' ~ field) %}{% endfor %}
    with versions as (
        {{ record_versions(relation, ['update_time'], keys) }}
    ),

    opened as (
        select *, {{ json_texts('payload', paths) }} as texts
        from versions
    )

    select
        {{ keys | join(', ') }},
        version_number,
        is_current,
        coalesce(is_deleted, false) or coalesce({{ list_item('texts', 2) }} = 'true' or {{ list_item('texts', 3) }} = 'false', false)
            as is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        payload,
        {{ as_instant(list_item('texts', 1)) }} as created_at,
        {% for field in fields %}
            nullif(trim({{ list_item('texts', loop.index + 3) }}), '') as {{ field | replace('.', '__') }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{# The value of the field `key` of a payload: among the company's own fields or beside them; of an object what it holds. #}
{% macro pipedrive_value(payload, key) -%}
    {%- set own = json_text(payload, "concat('$.custom_fields.\"', " ~ key ~ ", '\"')") -%}
    {%- set beside = json_text(payload, "concat('$.\"', " ~ key ~ ", '\"')") -%}
    {%- set text = "coalesce(" ~ own ~ ", " ~ beside ~ ")" -%}
    nullif(trim(case
        when left({{ text }}, 1) = '{' then coalesce({{ json_text(text, "'$.label'") }}, {{ json_text(text, "'$.value'") }})
        else {{ text }}
    end), '')
{%- endmacro %}

{#
    What the configured fields of an object say of each version of `base`: one row per version, one text column per field.
    A choice is its label. With `own` instead one JSON column `custom`: the declared custom fields by the names that the
    configuration has for them.
#}
{% macro pipedrive_fields(base, object, fields=[], own=false) %}
    select
        source,
        record_id,
        version_number,
        {% if own %}
            {{ json_object_of('field', 'value') }} as custom
        {% else %}
            {% for field in fields %}
                max(case when field = '{{ field }}' then value end) as {{ field }}{{ ',' if not loop.last }}
            {% endfor %}
        {% endif %}
    from (
        select
            source,
            record_id,
            version_number,
            field,
            -- the id of a choice is a number
            coalesce({{ json_text('options', "'$.\"' || cast(cast(" ~ as_number('text') ~ " as bigint) as varchar) || '\"'") }}, text) as value
        from (
            select
                base.source,
                base.record_id,
                base.version_number,
                map.field,
                map.options,
                {{ pipedrive_value('base.payload', 'map.field_key') }} as text
            from {{ base }} as base
            inner join {{ ref('stg_pipedrive__fields') }} as map
                on map.source = base.source and map.object = '{{ object }}' and map.is_own = {{ own | lower }}
        ) as held
    ) as told
    where value is not null
    group by source, record_id, version_number
{% endmacro %}

{# The owner of a row, none where that user stands for nobody; needs stg_pipedrive__reps joined as `owners`. #}
{% macro pipedrive_owner(id) -%}
    case when not coalesce(owners.is_nobody, false) then {{ id }} end
{%- endmacro %}

{#
    Whether a stage says more than the status: a closed deal in a stage that the map calls that outcome, or what follows it.
#}
{% macro pipedrive_stage_says_it(status, meaning) -%}
    coalesce(
        ({{ status }} = 'won' and {{ meaning }} in ('won', 'referral'))
        or ({{ status }} = 'lost' and {{ meaning }} in ('lost', 'disqualified')),
        false
    )
{%- endmacro %}
