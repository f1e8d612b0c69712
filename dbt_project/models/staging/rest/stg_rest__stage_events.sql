{{ stage_described('stage_event', {
    'deal_id': 'text',
    'lead_id': 'text',
    'stage': 'text',
    'mapped_stage': 'text',
    'entered_at': 'time',
    'sequence': 'number',
    'pipeline': 'text',
    'owner': 'text',
    'evidence': 'text',
}) }}
