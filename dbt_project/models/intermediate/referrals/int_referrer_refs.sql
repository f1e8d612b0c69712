{#
    What a referrer's text means: the person of an e-mail, of a person, deal or lead id (of its own source first, else
    of the only person that id has), or of an account that has one person only. A name never says who it was.
#}
with texts as (
    select source, referrer as referrer_text from {{ ref('int_referral_records') }} where referrer is not null
    union
    select source, referred_by from {{ ref('int_leads') }} where referred_by is not null
    union
    select source, referred_by from {{ ref('int_deals') }} where referred_by is not null
),

person_keys as (select * from {{ ref('int_person_keys') }}),

person_records as (select * from {{ ref('int_person_records') }} where record_type in ('person', 'deal', 'lead')),

cycles as (select * from {{ ref('int_sales_cycles') }}),

ids as (
    select
        source,
        record_id as text,
        person_id,
        case record_type when 'person' then 2 when 'deal' then 3 else 4 end as strength
    from person_records
    union
    select source, account_id, min(person_id), 5
    from cycles
    where account_id is not null and person_id is not null
    group by source, account_id
    having count(distinct person_id) = 1
),

anywhere as (
    select text, strength, min(person_id) as person_id
    from ids
    group by text, strength
    having count(distinct person_id) = 1
),

candidates as (
    select texts.source, texts.referrer_text, person_keys.person_id, 1 as strength, 0 as distance
    from texts
    inner join person_keys on person_keys.email_key = {{ match_key('texts.referrer_text') }}
    union all
    select texts.source, texts.referrer_text, ids.person_id, ids.strength, 0
    from texts
    inner join ids on ids.source = texts.source and ids.text = texts.referrer_text
    union all
    select texts.source, texts.referrer_text, anywhere.person_id, anywhere.strength, 1
    from texts
    inner join anywhere on anywhere.text = texts.referrer_text
),

ranked as (
    select
        *,
        row_number() over (partition by source, referrer_text order by distance, strength, person_id) as place
    from candidates
)

select source, referrer_text, person_id
from ranked
where place = 1
