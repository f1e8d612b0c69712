{{ stage_described('referral', {
    'referred': 'text',
    'referrer': 'text',
    'referred_at': 'time',
    'method': 'text',
}) }}
