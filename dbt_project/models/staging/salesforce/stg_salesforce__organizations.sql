{# The organization: where its records are shown. One row per source. #}
with versions as (
    {{ record_versions(source('raw', 'salesforce__organization')) }}
)

select source, max({{ json_text('context', "'$.url'") }}) as url
from versions
where is_current and not is_deleted
group by source
