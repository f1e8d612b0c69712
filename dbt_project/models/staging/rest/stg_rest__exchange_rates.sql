{{ stage_described('exchange_rate', {
    'currency': 'text',
    'date': 'time',
    'rate': 'number',
}) }}
