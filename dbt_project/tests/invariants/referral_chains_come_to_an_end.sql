{# Nobody is above himself: a credited referral never leads back to itself. #}
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_referrals'}}}) }}

select referral_id
from {{ ref('int_referral_chains') }}
where referral_id = ancestor_id
union all
select referral_id
from {{ ref('fct_referrals') }}
where is_credited and referrer_person_id = referred_person_id
