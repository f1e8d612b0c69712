{# What an account's text means: by id, else by exact name, of its own source first; else the text itself. #}
with texts as (
    select source, account_ref from {{ ref('int_deals') }} where account_ref is not null
    union
    select source, account_ref from {{ ref('int_leads') }} where account_ref is not null
),

names as (
    select source, account_id, account_id as text, 1 as strength from {{ ref('int_accounts') }}
    union
    select source, account_id, name as text, 2 as strength from {{ ref('int_accounts') }} where name is not null
),

candidates as (
    select
        texts.source,
        texts.account_ref,
        coalesce(names.account_id, texts.account_ref) as account_id,
        names.account_id is not null as is_listed,
        row_number() over (
            partition by texts.source, texts.account_ref
            order by
                case when names.source = texts.source then 0 else 1 end,
                names.strength,
                names.source,
                names.account_id
        ) as preference
    from texts
    left join names on names.text = texts.account_ref
)

select source, account_ref, account_id, is_listed
from candidates
where preference = 1
