{{ stage_described('person', {
    'person_id': 'text',
    'name': 'text',
    'email': 'text',
    'phone': 'text',
    'company': 'text',
    'opted_out': 'boolean',
}) }}
