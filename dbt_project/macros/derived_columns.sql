{#
    The version columns of a staged row that is made of other records: it has one version, and what was repaired is told
    where the record itself is staged.
#}
{% macro derived_columns(extracted_at, load_seq) -%}
    1 as version_number,
    true as is_current,
    false as is_deleted,
    cast(null as timestamptz) as modified_at,
    {{ extracted_at }} as extracted_at,
    {{ load_seq }} as load_seq,
    cast(null as varchar) as payload_error,
    cast(null as varchar) as errors
{%- endmacro %}
