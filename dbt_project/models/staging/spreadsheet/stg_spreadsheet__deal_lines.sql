{{ stage_sheet(source('raw', 'spreadsheet__deal_line'), {
    'deal_id': 'text',
    'product': 'text',
    'quantity': 'number',
    'amount': 'number',
}) }}
