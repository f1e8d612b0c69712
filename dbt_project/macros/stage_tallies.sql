{# What a vendor itself counts of a stream, beside what is held, as of the last night. One row per stream of a source. #}
{% macro stage_tallies(relation) %}
    with versions as (
        {{ record_versions(relation) }}
    ),

    opened as (
        select *, {{ json_texts('payload', [
            '$.stream', '$.counted_at', '$.vendor_count', '$.held_count', '$.vendor_sums', '$.is_different', '$.differs_from',
            '$.differs_until',
        ]) }} as texts
        from versions
    )

    select
        source,
        record_id,
        version_number,
        is_current,
        is_deleted,
        modified_at,
        extracted_at,
        load_seq,
        payload_error,
        cast(null as varchar) as errors,
        {{ list_item('texts', 1) }} as stream,
        {{ as_instant(list_item('texts', 2)) }} as counted_at,
        cast({{ as_number(list_item('texts', 3)) }} as bigint) as vendor_count,
        cast({{ as_number(list_item('texts', 4)) }} as bigint) as held_count,
        {{ list_item('texts', 5) }} as vendor_sums,
        {{ list_item('texts', 6) }} = 'true' as is_different,
        {{ as_instant(list_item('texts', 7)) }} as differs_from,
        {{ as_instant(list_item('texts', 8)) }} as differs_until
    from opened
{% endmacro %}
