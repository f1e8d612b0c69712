{#
    The body of a base model over Salesforce objects: every version of each record with the fields named, as text, blanks
    as null, so that a record of a query and one of a bulk job's CSV read the same. What the platform moves by itself makes
    no version. Columns have the names of the fields, in small letters.
#}
{% macro salesforce_objects(relation, fields, keys=['source', 'record_id']) %}
    {% set paths = ['$.IsDeleted', '$.MasterRecordId', '$.CreatedDate'] %}
    {% for field in fields %}{% do paths.append('$.' ~ field) %}{% endfor %}
    with versions as (
        {{ record_versions(relation, salesforce_volatile(), keys) }}
    ),

    opened as (
        select *, {{ json_texts('payload', paths) }} as texts
        from versions
    )

    select
        {{ keys | join(', ') }},
        version_number,
        is_current,
        coalesce(is_deleted, false) or coalesce({{ list_item('texts', 1) }} = 'true', false) as is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        coalesce({{ json_text('context', "'$.merged_into'") }}, nullif({{ list_item('texts', 2) }}, '')) as merged_into,
        payload as properties,
        {{ list_item('texts', 3) }} as createddate,
        {% for field in fields %}
            nullif(trim({{ list_item('texts', loop.index + 3) }}), '') as {{ field | lower }}{{ ',' if not loop.last }}
        {% endfor %}
    from opened
{% endmacro %}

{% macro salesforce_volatile() %}{{ return(['attributes', 'SystemModstamp', 'LastModifiedDate']) }}{% endmacro %}

{# Joins what says whether the owner of a row of `relation` is a person. #}
{% macro salesforce_join_owner(relation, owner='ownerid') -%}
    left join {{ ref('stg_salesforce__reps') }} as owners
        on owners.source = {{ relation }}.source and owners.rep_id = {{ relation }}.{{ owner }} and owners.is_current
{%- endmacro %}

{# The page on which people open a record, over the joined relation `organizations`. #}
{% macro salesforce_record_url(sobject, record_id) -%}
    organizations.url || '/lightning/r/{{ sobject }}/' || {{ record_id }} || '/view'
{%- endmacro %}

{# Is a text the id of a record: 15 characters, or 18 with the check of their case? #}
{% macro salesforce_is_id(value) -%}
    ({{ value }} is null or (length({{ value }}) in (15, 18) and left({{ value }}, 3) in ('005', '00G')))
{%- endmacro %}

{# Does the outcome of a meeting, in small letters, say that it did not take place? #}
{% macro salesforce_called_off(outcome) -%}
    coalesce(replace({{ outcome }}, '-', ' ') in ('no show', 'noshow', 'no_show', 'canceled', 'cancelled', 'rescheduled'), false)
{%- endmacro %}
