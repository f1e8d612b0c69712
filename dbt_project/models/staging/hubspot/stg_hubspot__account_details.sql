{# The portal: where its records are shown and in which currency an amount is that names none. One row per source. #}
with versions as (
    {{ record_versions(source('raw', 'hubspot__account')) }}
),

opened as (
    select
        *,
        {{ json_texts('payload', ['$.portalId', '$.uiDomain', '$.companyCurrency']) }} as texts,
        row_number() over (partition by source order by load_seq desc, record_id) as place
    from versions
    where is_current and not is_deleted
)

select
    source,
    upper({{ list_item('texts', 3) }}) as currency,
    'https://' || {{ list_item('texts', 2) }} || '/contacts/' || coalesce({{ list_item('texts', 1) }}, record_id) || '/record/'
        as url_of_records
from opened
where place = 1
