{{ stage_described('rep', {
    'rep_id': 'text',
    'name': 'text',
    'email': 'text',
    'team': 'text',
    'manager': 'text',
    'starts_on': 'time',
    'leaves_on': 'time',
    'ramp': 'text',
}) }}
