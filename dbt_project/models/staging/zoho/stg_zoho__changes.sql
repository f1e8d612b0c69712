{#
    What the timelines of the deals and leads that are there tell, each value with when it began: the first change also tells
    what was there from the start, and a record without one has always been as it is.
#}
with records as (
    select 'deal' as object, source, deal_id as record_id, stage, created_at from {{ ref('stg_zoho__deals') }}
    where is_current and not is_deleted
    union all
    select 'lead', source, lead_id, status, created_at from {{ ref('stg_zoho__leads') }}
    where is_current and not is_deleted
),

told as (
    select timelines.*, records.stage as stage_now, records.created_at
    from {{ ref('base_zoho__timelines') }} as timelines
    inner join records
        on records.source = timelines.source
        and records.object = timelines.object
        and records.record_id = timelines.record_id
),

firsts as (
    select
        source, object, record_id, field, created_at, extracted_at, load_seq, old_value,
        row_number() over (partition by source, object, record_id, field order by changed_at) as place
    from told
    where field is not null
),

unchanged as (
    select
        source,
        object,
        record_id,
        max(stage_now) as stage_now,
        max(created_at) as created_at,
        min(extracted_at) as extracted_at,
        max(load_seq) as load_seq
    from told
    group by source, object, record_id
    having max(case when field = 'stage' then 1 else 0 end) = 0
),

changes as (
    select source, object, record_id, field, new_value as value, changed_at, extracted_at, load_seq
    from told
    where field is not null
    union all
    select source, object, record_id, field, old_value, created_at, extracted_at, load_seq
    from firsts
    where place = 1 and (old_value is not null or field = 'owner')
    union all
    select source, object, record_id, 'stage', stage_now, created_at, extracted_at, load_seq
    from unchanged
    where stage_now is not null
)

select source, object, record_id, field, value, changed_at, min(extracted_at) as extracted_at, max(load_seq) as load_seq
from changes
where changed_at is not null
group by source, object, record_id, field, value, changed_at
