{{ stage_sheet(source('raw', 'spreadsheet__holiday'), {
    'date': 'time',
    'name': 'text',
    'region': 'text',
}) }}
