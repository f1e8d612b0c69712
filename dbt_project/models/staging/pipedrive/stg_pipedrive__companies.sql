{# The company: where its records are shown, and its currency. One row per source. #}
with versions as (
    {{ record_versions(source('raw', 'pipedrive__company')) }}
),

opened as (
    select
        source,
        {{ json_texts('payload', ['$.company_domain', '$.default_currency']) }} as texts,
        row_number() over (partition by source order by load_seq desc, record_id) as place
    from versions
    where is_current and not is_deleted
)

select
    source,
    'https://' || {{ list_item('texts', 1) }} || '.pipedrive.com/' as url_of_records,
    upper({{ list_item('texts', 2) }}) as currency
from opened
where place = 1
