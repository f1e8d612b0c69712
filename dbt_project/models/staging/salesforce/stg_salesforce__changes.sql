{#
    What the platform tells of the fields of leads and opportunities that are there: who owned them, and of leads what the
    field said that the configuration names for where they stand. A history does not hold what a record began with: that is
    the old value of its first change, or today's where there was none. Of a field whose changes nobody has the platform
    keep nothing is told. An owner is told twice, by name and by id: here it is the id. One row per change.
#}
with statuses as (
    select source, property
    from {{ source('config', 'field_map') }}
    where entity = 'lead' and field = 'status'
),

records as (
    select 'deal' as object, deals.source, deals.record_id, deals.ownerid as owner, cast(null as varchar) as status, deals.createddate,
        deals.modified_at, deals.extracted_at, deals.load_seq
    from {{ ref('base_salesforce__opportunities') }} as deals
    where deals.is_current and not deals.is_deleted
    union all
    select 'lead', leads.source, leads.record_id, leads.ownerid, staged.status, leads.createddate,
        leads.modified_at, leads.extracted_at, leads.load_seq
    from {{ ref('base_salesforce__leads') }} as leads
    inner join {{ ref('stg_salesforce__leads') }} as staged
        on staged.source = leads.source and staged.record_id = leads.record_id and staged.version_number = leads.version_number
    where leads.is_current and not leads.is_deleted
),

history as (
    select
        rows_of.source,
        case when rows_of.object = 'lead_history' then 'lead' else 'deal' end as object,
        coalesce(rows_of.leadid, rows_of.opportunityid) as record_id,
        case when statuses.property is null then 'owner' else 'status' end as property,
        rows_of.oldvalue as old_value,
        rows_of.newvalue as value,
        rows_of.record_id as history_id,
        {{ as_instant('rows_of.createddate') }} as changed_at,
        rows_of.extracted_at,
        rows_of.load_seq
    from {{ ref('base_salesforce__history_rows') }} as rows_of
    left join statuses
        on statuses.source = rows_of.source and statuses.property = rows_of.field and rows_of.object = 'lead_history'
    where rows_of.is_current
        and not rows_of.is_deleted
        and rows_of.object <> 'opportunity_history'
        and (
            statuses.property is not null
            or (
                rows_of.field in ('Owner', 'ownerAssignment', 'ownerAccepted')
                and {{ salesforce_is_id('rows_of.oldvalue') }}
                and {{ salesforce_is_id('rows_of.newvalue') }}
                and coalesce(rows_of.oldvalue, rows_of.newvalue) is not null
            )
        )
),

ranked as (
    select
        *,
        row_number() over (partition by source, object, record_id, property order by changed_at, history_id) as place
    from history
),

kept as (select distinct source, object, property from history),

begun as (
    select
        records.source,
        records.object,
        records.record_id,
        kept.property,
        case
            when ranked.place is not null then ranked.old_value
            when kept.property = 'owner' then records.owner
            else records.status
        end as value,
        {{ as_instant('records.createddate') }} as changed_at,
        records.extracted_at,
        records.load_seq
    from records
    inner join kept on kept.source = records.source and kept.object = records.object
    left join ranked
        on ranked.source = records.source
        and ranked.object = records.object
        and ranked.record_id = records.record_id
        and ranked.property = kept.property
        and ranked.place = 1
),

changes as (
    select source, object, record_id, property, value, 0 as place, changed_at, extracted_at, load_seq
    from begun
    union all
    select source, object, record_id, property, value, place, changed_at, extracted_at, load_seq
    from ranked
)

select
    changes.*,
    records.status as status_now,
    records.modified_at,
    records.extracted_at as record_extracted_at,
    records.load_seq as record_load_seq
from changes
inner join records
    on records.source = changes.source and records.object = changes.object and records.record_id = changes.record_id
where changes.changed_at is not null
