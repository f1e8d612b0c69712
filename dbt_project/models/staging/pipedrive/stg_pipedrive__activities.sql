{#
    Activities that are ticked off, and notes. What kind an activity is and whether it came in, the configuration says of its
    type, else the words in the type's key and name. It took place when it was due, or when it was ticked off before that;
    what is still to be done is of no kind. One row per version of an activity.
#}
with activities as (select * from {{ ref('base_pipedrive__activities') }}),

type_versions as (
    {{ record_versions(source('raw', 'pipedrive__activity_type'), ['update_time']) }}
),

opened as (
    select source, {{ json_texts('payload', ['$.key_string', '$.name', '$.icon_key']) }} as texts
    from type_versions
    where is_current and payload <> '{}'
),

named as (
    select
        source,
        {{ list_item('texts', 1) }} as type_key,
        {{ match_key(list_item('texts', 2)) }} as name,
        lower(concat({{ list_item('texts', 1) }}, ' ', coalesce({{ list_item('texts', 2) }}, ''))) as words,
        lower({{ list_item('texts', 3) }}) as icon
    from opened
),

told as (
    select
        named.source,
        named.type_key,
        max(case when map.field <> 'incoming' then map.field end) as kind,
        max(case when map.field = 'incoming' then 1 else 0 end) = 1 as is_incoming
    from named
    inner join {{ source('config', 'field_map') }} as map
        on map.source = named.source
        and map.entity = 'activity_type'
        and {{ match_key('map.property') }} in (lower(named.type_key), named.name)
    group by named.source, named.type_key
),

types as (
    select
        named.source,
        named.type_key,
        coalesce(told.kind, case
            when named.words like '%message%' or named.words like '%linkedin%' or named.words like '%sms%' or named.words like '%whatsapp%'
                or named.words like '%chat%' then 'message'
            when named.words like '%mail%' then 'email'
            when named.words like '%call%' or named.words like '%phone%' then 'call'
            when named.words like '%meeting%' or named.words like '%lunch%' or named.words like '%demo%' or named.words like '%visit%'
                then 'meeting'
            when named.icon in ('call', 'email', 'meeting') then named.icon
            else 'task'
        end) as kind,
        coalesce(told.is_incoming, false) or (
            told.is_incoming is not true
            and (named.words like '%incoming%' or named.words like '%inbound%' or named.words like '%received%')
        ) as is_incoming
    from named
    left join told on told.source = named.source and told.type_key = named.type_key
),

timed as (
    select
        *,
        {{ as_instant("concat(due_date, ' ', due_time, '+00')") }} as due_at,
        {{ as_instant('marked_as_done_time') }} as done_at
    from activities
),

people as (select * from {{ ref('stg_pipedrive__people') }} where is_current and not is_deleted),

owners as (select * from {{ ref('stg_pipedrive__reps') }} where is_current),

kinds as (
    select
        timed.*,
        case
            when timed.object = 'note' then 'note'
            when timed.done = 'true' then coalesce(types.kind, lower(timed.type))
        end as kind,
        coalesce(types.is_incoming, false) as is_incoming
    from timed
    left join types on types.source = timed.source and types.type_key = timed.type
)

select
    {{ version_columns('kinds') }},
    kinds.object,
    concat(kinds.object, ':', kinds.record_id) as activity_id,
    kinds.kind,
    case
        when kinds.object = 'note' then kinds.created_at
        when kinds.due_at is not null then least(kinds.due_at, coalesce(kinds.done_at, kinds.due_at))
        when kinds.due_date is null then coalesce(kinds.done_at, kinds.created_at)
    end as occurred_at,
    case when kinds.object <> 'note' and kinds.due_at is null then {{ as_date('kinds.due_date') }} end as occurred_on,
    kinds.deal_id,
    kinds.lead_id,
    kinds.person_id as person_ref,
    people.email,
    {{ pipedrive_owner('coalesce(kinds.owner_id, kinds.user_id)') }} as owner,
    case
        when kinds.kind in ('call', 'email', 'message') then case when kinds.is_incoming then 'incoming' else 'outgoing' end
    end as direction,
    cast(null as varchar) as outcome,
    coalesce(kinds.note, kinds.content, kinds.subject) as note
from kinds
left join people on people.source = kinds.source and people.person_id = kinds.person_id
left join owners on owners.source = kinds.source and owners.rep_id = coalesce(kinds.owner_id, kinds.user_id)
