{#
    The rows of an entity that the described systems feed, and the cells of its fields.

    described_rows: one row per version of a record, or per item of the current version of one that holds a list. An
    item's id is what it says, so that it stays the same whatever stands before it.
    described_cells: one row per row and field, with the text after the map of values, and that text typed.
#}
{% macro described_rows(entity) %}
    {% set kept = [
        'records.source', 'records.record_id', 'records.stream', 'records.parent_id', 'records.payload',
        'records.version_number', 'records.is_current', 'records.is_deleted', 'records.modified_at', 'records.extracted_at',
        'records.load_seq', 'records.payload_error', 'feeds.feed', 'feeds.suffix',
    ] %}
    {% set names = [] %}
    {% for column in kept %}{% do names.append(column.split('.')[1]) %}{% endfor %}
    with records as (select * from {{ ref('base_rest__records') }}),

    feeds as (select * from {{ source('config', 'rest_feeds') }} where entity = '{{ entity }}'),

    fed as (
        select {{ kept | join(', ') }}, feeds.items as path, {{ json_text('records.payload', 'feeds.items') }} as list
        from records
        inner join feeds on feeds.source = records.source and feeds.stream = records.stream
        where feeds.items is null or (records.is_current and not records.is_deleted)
    ),

    lists as (
        select
            {{ names | join(', ') }},
            case
                when left(trim(list), 1) = '[' then list
                -- one item is a list of one
                when left(trim(list), 1) = '{' then concat('[', list, ']')
            end as items
        from fed
        where path is not null
    ),

    items as (
        {{ json_each('lists', 'items', names) }}
    ),

    placed as (
        select *, row_number() over (partition by source, record_id, feed, item order by item) as copy
        from items
    )

    select
        {{ names | reject('in', ['record_id', 'suffix']) | join(', ') }},
        concat(record_id, suffix) as record_id,
        payload as item
    from fed
    where path is null
    union all
    select
        {{ names | reject('in', ['record_id', 'suffix']) | join(', ') }},
        concat(record_id, suffix, ':', {{ hashed_id(['item', 'copy']) }}),
        item
    from placed
{% endmacro %}


{% macro described_cells(entity, rows) %}
    with columns as (select * from {{ source('config', 'rest_columns') }} where entity = '{{ entity }}'),

    meanings as (select * from {{ source('config', 'rest_values') }}),

    found as (
        select
            rows_of.source, rows_of.record_id, rows_of.version_number, rows_of.stream, rows_of.feed,
            columns.field, columns.type, columns.is_custom, columns.is_required, columns.written, columns.constant,
            columns.form, columns.made, columns.is_date, columns.zone, columns.decimal, columns.thousands,
            nullif(trim(case columns.origin
                when 'item' then {{ json_text('rows_of.item', 'columns.path') }}
                when 'record' then {{ json_text('rows_of.payload', 'columns.path') }}
                when 'parent' then rows_of.parent_id
            end), '') as text
        from {{ rows }} as rows_of
        inner join columns
            on columns.source = rows_of.source and columns.stream = rows_of.stream and columns.feed = rows_of.feed
    ),

    meant as (
        select
            found.*,
            coalesce(meanings.meant, found.text, found.constant) as said,
            -- what the configuration itself says is written in ISO
            case when coalesce(meanings.meant, case when found.text is null then found.constant end) is null
                then found.form else 'iso' end as form_of_said,
            case
                when found.type = 'number' and found.thousands is not null
                    then replace(replace(coalesce(meanings.meant, found.text, found.constant), found.thousands, ''), found.decimal, '.')
                when found.type = 'number' then replace(coalesce(meanings.meant, found.text, found.constant), found.decimal, '.')
            end as number_text
        from found
        left join meanings
            on meanings.source = found.source and meanings.stream = found.stream and meanings.feed = found.feed
            and meanings.field = found.field and meanings.value = found.text
    ),

    timed as (
        select
            *,
            case
                when type <> 'time' then null
                when form_of_said in ('epoch', 'epoch_ms') or made is null or form_of_said = 'iso' then said
                -- ISO is understood whatever the form
                else coalesce({{ rearranged('said', 'form', 'made') }}, said)
            end as time_text
        from meant
    )

    select
        source, record_id, version_number, stream, field, type, is_custom, is_required, written, said,
        case when type = 'number' then {{ as_plain_number('number_text') }} end as number,
        case
            when type = 'boolean' and lower(said) in ('yes', 'true', '1', 'y') then true
            when type = 'boolean' and lower(said) in ('no', 'false', '0', 'n') then false
        end as flag,
        case
            when time_text is null then null
            when form_of_said = 'epoch' then {{ epoch_instant(as_plain_number('time_text')) }}
            when form_of_said = 'epoch_ms' then {{ epoch_instant(as_plain_number('time_text') ~ ' / 1000.0') }}
            when length(time_text) <= 10 then null
            when {{ has_offset('time_text') }} then {{ as_instant('time_text') }}
            else {{ wall_instant('time_text', 'zone') }}
        end as moment,
        case
            when form_of_said not in ('epoch', 'epoch_ms') and length(time_text) between 8 and 10 then {{ as_date('time_text') }}
        end as day
    from timed
{% endmacro %}
