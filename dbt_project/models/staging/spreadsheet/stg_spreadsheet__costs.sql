{{ stage_sheet(source('raw', 'spreadsheet__cost'), {
    'month': 'text',
    'amount': 'number',
    'kind': 'text',
    'channel': 'text',
}) }}
