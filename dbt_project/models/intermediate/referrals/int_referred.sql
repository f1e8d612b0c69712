{#
    Whom a referral record brought in: the lead, deal or e-mail it names, and the cycle that came of it. Of the cycles
    of an e-mail: the latest that was running at the referral, else the first after it; undated, the first of all.
#}
with listed as (select * from {{ ref('int_referral_records') }}),

cycle_records as (select * from {{ ref('int_cycle_records') }}),

person_keys as (select * from {{ ref('int_person_keys') }}),

cycles as (select * from {{ ref('int_sales_cycles') }}),

named as (
    select
        listed.source,
        listed.record_id,
        cycles.cycle_id,
        cycles.person_id,
        row_number() over (
            partition by listed.source, listed.record_id
            order by
                case when cycle_records.source = listed.source then 0 else 1 end,
                cycle_records.record_type,
                cycle_records.source
        ) as place
    from listed
    inner join cycle_records on cycle_records.record_id = listed.referred
    inner join cycles on cycles.cycle_id = cycle_records.cycle_id
),

mailed as (
    select
        listed.source,
        listed.record_id,
        listed.referred_at,
        person_keys.person_id,
        cycles.cycle_id,
        cycles.started_at,
        case
            when cycles.cycle_id is null or listed.referred_at is null then 3
            when cycles.started_at <= listed.referred_at then 1
            else 2
        end as preference
    from listed
    inner join person_keys on person_keys.email_key = {{ match_key('listed.referred') }}
    left join cycles
        on cycles.person_id = person_keys.person_id
        and (listed.referred_at is null or cycles.closed_at is null or cycles.closed_at > listed.referred_at)
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, record_id
            order by
                preference,
                abs({{ seconds_between('started_at', 'coalesce(referred_at, started_at)') }}),
                started_at,
                cycle_id
        ) as place
    from mailed
),

final as (
    select
        listed.source,
        listed.record_id,
        coalesce(named.cycle_id, ranked.cycle_id) as cycle_id,
        coalesce(named.person_id, ranked.person_id) as person_id
    from listed
    left join named on named.source = listed.source and named.record_id = listed.record_id and named.place = 1
    left join ranked on ranked.source = listed.source and ranked.record_id = listed.record_id and ranked.place = 1
)

select * from final
