{{ stage_described('cost', {
    'month': 'text',
    'amount': 'number',
    'kind': 'text',
    'channel': 'text',
}) }}
