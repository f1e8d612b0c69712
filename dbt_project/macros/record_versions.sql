{#
    The one rule of versions, over landed rows (architecture, rule 5).

    History is every change of a record: rows in landing order; a row modified earlier than one before it is stale;
    a row is dropped only when it equals the version current before it, compared without the volatile fields.
    So A, B, A stays three versions. Yields the landed columns, `version_number` from 1 and `is_current`.
    `volatile` are paths as json_without takes them; `keys` are the columns that name a record, where a source's record
    id alone does not.
#}
{% macro record_versions(relation, volatile=[], keys=['source', 'record_id']) %}{{ return(adapter.dispatch('record_versions')(relation, volatile, keys)) }}{% endmacro %}

{% macro default__record_versions(relation, volatile, keys) %}
    {% set record = keys | join(', ') %}
    with

    landed as (
        select rows_of.*
        from {{ relation }} as rows_of
        {% if is_incremental() %}
            inner join (
                select distinct {{ record }} from {{ relation }} as newly_landed
                where load_seq > (select coalesce(max(load_seq), -1) from {{ this }})
            ) as touched on {% for key in keys %}touched.{{ key }} = rows_of.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
        {% endif %}
    ),

    ordered as (
        select
            *,
            max(modified_at) over (
                partition by {{ record }} order by load_seq, seq
                rows between unbounded preceding and 1 preceding
            ) as newest_before
        from landed
    ),

    compared as (
        select
            *,
            row_number() over (partition by {{ record }} order by load_seq, seq) as row_in_order,
            lag(is_deleted) over (partition by {{ record }} order by load_seq, seq) as deleted_before,
            lag({{ json_without('payload', volatile) }}) over (
                partition by {{ record }} order by load_seq, seq
            ) as content_before
        from ordered
        where newest_before is null or modified_at is null or modified_at >= newest_before
    ),

    kept as (
        select * from compared
        where row_in_order = 1
            or deleted_before <> is_deleted
            or content_before is distinct from {{ json_without('payload', volatile) }}
    )

    select
        {{ record }},
        parent_id,
        context,
        payload,
        modified_at,
        is_deleted,
        extracted_at,
        payload_error,
        load_seq,
        seq,
        row_number() over (partition by {{ record }} order by load_seq, seq) as version_number,
        row_number() over (partition by {{ record }} order by load_seq desc, seq desc) = 1 as is_current
    from kept
{% endmacro %}
