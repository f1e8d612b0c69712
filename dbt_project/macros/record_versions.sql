{#
    The one rule of versions, over landed rows (architecture, rule 5).

    History is every change of a record: rows in landing order; a row modified earlier than one before it is stale;
    a row is dropped only when it equals the version current before it, compared without the volatile fields.
    So A, B, A stays three versions. Yields the landed columns, `version_number` from 1 and `is_current`.
#}
{% macro record_versions(relation, volatile=[]) %}{{ return(adapter.dispatch('record_versions')(relation, volatile)) }}{% endmacro %}

{% macro default__record_versions(relation, volatile) %}
    with

    landed as (
        select rows_of.*
        from {{ relation }} as rows_of
        {% if is_incremental() %}
            inner join (
                select distinct source, record_id from {{ relation }}
                where load_seq > (select coalesce(max(load_seq), -1) from {{ this }})
            ) as touched on touched.source = rows_of.source and touched.record_id = rows_of.record_id
        {% endif %}
    ),

    ordered as (
        select
            *,
            max(modified_at) over (
                partition by source, record_id order by load_seq, seq
                rows between unbounded preceding and 1 preceding
            ) as newest_before
        from landed
    ),

    compared as (
        select
            *,
            row_number() over (partition by source, record_id order by load_seq, seq) as row_in_order,
            lag(is_deleted) over (partition by source, record_id order by load_seq, seq) as deleted_before,
            lag({{ json_without('payload', volatile) }}) over (
                partition by source, record_id order by load_seq, seq
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
        source,
        record_id,
        parent_id,
        payload,
        modified_at,
        is_deleted,
        extracted_at,
        payload_error,
        load_seq,
        seq,
        row_number() over (partition by source, record_id order by load_seq, seq) as version_number,
        row_number() over (partition by source, record_id order by load_seq desc, seq desc) = 1 as is_current
    from kept
{% endmacro %}
