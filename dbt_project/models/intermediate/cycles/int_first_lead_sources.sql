{# The lead source of each cycle as it was first seen: the original source is frozen, whatever is typed over it later. #}
with seen as (
    select 'lead' as record_type, source, lead_id as record_id, version_number, lead_source
    from {{ ref('int_lead_versions') }}
    where lead_source is not null and not is_deleted
    union all
    select 'deal', source, deal_id, version_number, lead_source
    from {{ ref('int_deal_versions') }}
    where lead_source is not null and not is_deleted
),

ranked as (
    select
        records.cycle_id,
        seen.lead_source,
        row_number() over (
            partition by records.cycle_id
            order by case when records.record_type = 'lead' then 0 else 1 end, records.place, seen.version_number
        ) as sight
    from seen
    inner join {{ ref('int_cycle_records') }} as records
        on records.record_type = seen.record_type and records.source = seen.source and records.record_id = seen.record_id
)

select cycle_id, lead_source from ranked where sight = 1
