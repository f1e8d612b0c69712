{{ stage_described('account', {
    'account_id': 'text',
    'name': 'text',
    'industry': 'text',
    'employees': 'number',
    'country': 'text',
}) }}
