{{ stage_sheet(source('raw', 'spreadsheet__override'), {
    'entity': 'text',
    'id': 'text',
    'field': 'text',
    'value': 'text',
    'from': 'time',
}) }}
