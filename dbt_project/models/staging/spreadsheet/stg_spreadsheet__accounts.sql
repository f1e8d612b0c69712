{{ stage_sheet(source('raw', 'spreadsheet__account'), {
    'account_id': 'text',
    'name': 'text',
    'industry': 'text',
    'employees': 'number',
    'country': 'text',
}) }}
