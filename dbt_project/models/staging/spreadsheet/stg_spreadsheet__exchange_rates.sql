{{ stage_sheet(source('raw', 'spreadsheet__exchange_rate'), {
    'currency': 'text',
    'date': 'time',
    'rate': 'number',
}) }}
