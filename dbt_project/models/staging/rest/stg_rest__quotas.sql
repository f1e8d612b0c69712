{{ stage_described('quota', {
    'period': 'text',
    'measure': 'text',
    'quota': 'number',
    'weight': 'number',
    'owner': 'text',
    'team': 'text',
    'currency': 'text',
}) }}
