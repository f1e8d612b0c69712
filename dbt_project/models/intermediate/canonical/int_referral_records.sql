with settings as (select * from {{ ref('int_settings') }}),

referrals as (
    {{ current_of_all_systems('referrals', ['referred', 'referrer', 'referred_at', 'referred_on', 'method'], 'referred') }}
)

select
    referrals.source,
    referrals.record_id,
    referrals.referred,
    referrals.referrer,
    lower(referrals.method) as method,
    {{ resolved('referrals', 'referred') }},
    referrals.load_seq
from referrals
cross join settings
