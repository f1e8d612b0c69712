{#
    Everybody who booked or filled in a routing form, one row per e-mail address of a source. Neither makes a lead. The
    id is that of the first record with the address, for ids are published and addresses are not.
#}
with submissions as (
    select *, {{ json_texts('payload', ['$.questions_and_answers', '$.created_at']) }} as texts
    from ({{ record_versions(source('raw', 'calendly__routing_submission'), ['updated_at']) }}) as versions
    where is_current and not is_deleted
),

forms as (
    select
        source, record_id, extracted_at, load_seq, {{ list_item('texts', 1) }} as questions,
        {{ as_instant(list_item('texts', 2)) }} as created_at
    from submissions
),

answers as (
    {{ json_each('forms', 'questions', ['source', 'record_id', 'extracted_at', 'load_seq', 'created_at']) }}
),

said as (
    select *, {{ json_texts('item', ['$.question', '$.answer']) }} as texts
    from answers
),

known as (
    select
        source,
        record_id,
        extracted_at,
        load_seq,
        created_at,
        max(case when {{ list_item('texts', 2) }} like '%_@_%._%' then trim({{ list_item('texts', 2) }}) end) as email,
        max(case when lower({{ list_item('texts', 1) }}) like '%name%' then trim({{ list_item('texts', 2) }}) end) as name
    from said
    group by source, record_id, extracted_at, load_seq, created_at
    union all
    select source, record_id, extracted_at, load_seq, created_at, email, name
    from {{ ref('base_calendly__invitees') }}
    where is_current and not coalesce(is_deleted, false)
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, {{ match_key('email') }}
            order by case when created_at is null then 1 else 0 end, created_at, record_id
        ) as place
    from known
    where email is not null
)

select
    source,
    record_id,
    {{ derived_columns('extracted_at', 'load_seq') }},
    record_id as person_id,
    name,
    email,
    cast(null as varchar) as phone,
    cast(null as varchar) as company,
    cast(null as boolean) as opted_out
from ranked
where place = 1
