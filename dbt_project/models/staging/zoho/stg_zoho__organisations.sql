{# The organisation: where its records are shown and in which currency an amount is that names none. One row per source. #}
with versions as (
    {{ record_versions(source('raw', 'zoho__organisation')) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', ['$.domain_name', '$.iso_code']) }} as texts,
        row_number() over (partition by source order by load_seq desc, record_id) as place
    from versions
    where is_current and not is_deleted
)

select
    source,
    upper({{ list_item('texts', 2) }}) as currency,
    'https://' || {{ json_text('context', "'$.host'") }} || '/crm/' || {{ list_item('texts', 1) }} || '/tab/' as url_of_records
from opened
where place = 1
