{{ stage_described('owner_event', {
    'deal_id': 'text',
    'owner': 'text',
    'from': 'time',
}, absent=['lead_id']) }}
