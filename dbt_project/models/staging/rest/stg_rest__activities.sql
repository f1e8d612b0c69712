{{ stage_described('activity', {
    'activity_id': 'text',
    'kind': 'text',
    'occurred_at': 'time',
    'deal_id': 'text',
    'lead_id': 'text',
    'email': 'text',
    'owner': 'text',
    'direction': 'text',
    'outcome': 'text',
    'note': 'text',
}, absent=['person_ref']) }}
