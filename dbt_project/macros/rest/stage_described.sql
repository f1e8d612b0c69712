{#
    The body of a staging model over described systems: what `stage_sheet` is for sheets, with the same columns.

    `fields` maps each field to text, number, boolean or time, `absent` are the texts that no description fills.
#}
{% macro stage_described(entity, fields, absent=[]) %}
    with described as (
        {{ described_rows(entity) }}
    ),

    cells as (
        {{ described_cells(entity, 'described') }}
    ),

    judged as (
        select
            *,
            case
                when said is null and is_required then 'required and empty'
                when said is null then null
                when type = 'number' and number is null then 'not a number'
                when type = 'boolean' and flag is null then 'not yes or no'
                when type = 'time' and moment is null and day is null then 'not a date or time'
            end as reason
        from cells
    ),

    gathered as (
        select
            source,
            record_id,
            version_number,
            {% for field, type in fields.items() %}
                {% set stem = time_stem(field) %}
                {% if type == 'time' %}
                    max(case when field = '{{ field }}' then moment end) as {{ stem }}_at,
                    max(case when field = '{{ field }}' then day end) as {{ stem }}_on,
                {% elif type == 'number' %}
                    max(case when field = '{{ field }}' then number end) as {{ field }},
                {% elif type == 'boolean' %}
                    max(case when field = '{{ field }}' and flag then 1 when field = '{{ field }}' and not flag then 0 end) = 1 as {{ field }},
                {% else %}
                    max(case when field = '{{ field }}' then said end) as {{ field }},
                {% endif %}
            {% endfor %}
            {{ joined_texts("case when is_custom and said is not null and reason is null then concat(" ~ as_json_string('field') ~ ", ':', "
                ~ as_json_string('said') ~ ") end", 'field') }} as own_members,
            {{ joined_texts("case when reason is not null then concat('{\"kind\":\"bad_cell\",\"column\":', "
                ~ as_json_string('coalesce(written, field)') ~ ", ',\"value\":', " ~ as_json_string("coalesce(said, '')") ~ ", ',\"reason\":', "
                ~ as_json_string('reason') ~ ", ',\"file\":', " ~ as_json_string("concat('stream ', stream)") ~ ", '}') end", 'field') }} as mistakes
        from judged
        group by source, record_id, version_number
    )

    select
        described.source,
        described.record_id,
        described.version_number,
        described.is_current,
        described.is_deleted,
        described.modified_at,
        described.extracted_at,
        described.load_seq,
        described.payload_error,
        -- of what is gone nothing is left to be wrong
        case when gathered.mistakes is not null and not described.is_deleted then concat('[', gathered.mistakes, ']') end as errors,
        case when gathered.own_members is not null then concat('{', gathered.own_members, '}') end as custom,
        {% for field in absent %}
            cast(null as varchar) as {{ field }},
        {% endfor %}
        {% for field, type in fields.items() %}
            {% set stem = time_stem(field) %}
            {% if type == 'time' %}
                gathered.{{ stem }}_at,
                gathered.{{ stem }}_on
            {% else %}
                gathered.{{ field }}
            {% endif %}
            {{- ',' if not loop.last }}
        {% endfor %}
    from described
    left join gathered
        on gathered.source = described.source
        and gathered.record_id = described.record_id
        and gathered.version_number = described.version_number
{% endmacro %}
