{#
    One verdict per distinct text, region and version of the rules: a text is judged once, however many nights and
    records show it. A new version of the rules judges everything again.
#}
{{ config(materialized='incremental', incremental_strategy='append') }}

with points as (
    select distinct 'email' as kind, trim(email) as raw_value, '' as region
    from {{ ref('int_contact_points') }}
    where trim(email) <> ''
    union all
    select distinct 'phone' as kind, trim(phone) as raw_value, coalesce(phone_region, '') as region
    from {{ ref('int_contact_points') }}
    where trim(phone) <> ''
),

unjudged as (
    select points.*, {{ contact_rules_version() }} as rules_version
    from points
    {% if is_incremental() %}
        left join {{ this }} as judged
            on judged.kind = points.kind
            and judged.raw_value = points.raw_value
            and judged.region = points.region
            and judged.rules_version = {{ contact_rules_version() }}
        where judged.kind is null
    {% endif %}
),

verdicts as (
    select
        *,
        case when kind = 'email' then {{ contact_email('raw_value') }} else {{ contact_phone('raw_value', 'region') }} end as verdict
    from unjudged
),

opened as (
    select
        *,
        {{ json_texts('verdict', ['$.is_valid', '$.reason', '$.normalized', '$.region', '$.number_type', '$.is_role', '$.is_disposable']) }} as texts
    from verdicts
)

select
    opened.kind,
    opened.raw_value,
    opened.region,
    opened.rules_version,
    {{ list_item('texts', 1) }} = 'true' as is_valid,
    {{ list_item('texts', 2) }} as reason,
    {{ list_item('texts', 3) }} as normalized,
    {{ list_item('texts', 4) }} as number_region,
    {{ list_item('texts', 5) }} as number_type,
    coalesce({{ list_item('texts', 6) }} = 'true', false) as is_role,
    coalesce({{ list_item('texts', 7) }} = 'true', false) as is_disposable,
    settings.run_started_at as checked_at
from opened
cross join {{ ref('int_settings') }} as settings
