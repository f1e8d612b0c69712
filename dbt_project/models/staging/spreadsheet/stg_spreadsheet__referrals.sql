{{ stage_sheet(source('raw', 'spreadsheet__referral'), {
    'referred': 'text',
    'referrer': 'text',
    'referred_at': 'time',
    'method': 'text',
}) }}
