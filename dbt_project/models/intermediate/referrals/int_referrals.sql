{# One row per referral: the same referrer named twice for the same cycle is one, by its most certain saying. #}
with settings as (select * from {{ ref('int_settings') }}),

claims as (select * from {{ ref('int_referral_claims') }}),

referrer_refs as (select * from {{ ref('int_referrer_refs') }}),

cycles as (select * from {{ ref('int_sales_cycles') }}),

resolved as (
    select
        claims.*,
        coalesce(
            'cycle ' || claims.cycle_id,
            'person ' || claims.person_id,
            'text ' || claims.referred_text,
            'record ' || claims.source || '|' || claims.record_id
        ) as referred_key,
        referrer_refs.person_id as referrer_person_id,
        coalesce(
            'person ' || referrer_refs.person_id, 'text ' || {{ match_key('claims.referrer_text') }}, 'nobody'
        ) as referrer_key,
        cycles.started_at,
        coalesce(claims.referred_at, cycles.started_at) as dated_at,
        case when claims.referred_at is null then cycles.started_date else claims.referred_date end as dated_date,
        case when claims.referred_at is null then cycles.started_precision else claims.referred_precision end
            as dated_precision
    from claims
    left join referrer_refs
        on referrer_refs.source = claims.source and referrer_refs.referrer_text = claims.referrer_text
    left join cycles on cycles.cycle_id = claims.cycle_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by referred_key, referrer_key
            order by
                confidence desc,
                case when referred_at is null then 1 else 0 end,
                referred_at,
                method,
                source,
                record_type,
                record_id
        ) as place
    from resolved
),

-- the first win is enough: where it does not come before a cycle, no later one does
first_wins as (
    select person_id, min(closed_at) as won_at
    from cycles
    where status = 'won' and person_id is not null
    group by person_id
),

judged as (
    select
        {{ hashed_id(["'referral'", 'ranked.referred_key', 'ranked.referrer_key']) }} as referral_id,
        ranked.referred_key,
        ranked.source,
        ranked.cycle_id as referred_cycle_id,
        ranked.person_id as referred_person_id,
        ranked.referrer_person_id,
        ranked.method,
        ranked.confidence,
        ranked.dated_at as referred_at,
        ranked.dated_date as referred_date,
        ranked.dated_precision as referred_precision,
        ranked.referrer_person_id is not null as is_known,
        coalesce(ranked.referrer_person_id = ranked.person_id, false) as is_self,
        coalesce(first_wins.won_at < coalesce(ranked.started_at, ranked.dated_at), false) as is_repeat_purchase,
        row_number() over (
            order by
                case when ranked.dated_at is null then 1 else 0 end,
                ranked.dated_at,
                ranked.referred_key,
                ranked.referrer_key
        ) as time_order
    from ranked
    left join first_wins on first_wins.person_id = ranked.person_id
    where ranked.place = 1
),

final as (
    select
        judged.*,
        judged.is_known and not judged.is_self and (not judged.is_repeat_purchase or settings.credit_repeat_purchase)
            as is_eligible
    from judged
    cross join settings
)

select * from final
