{{ stage_sheet(source('raw', 'spreadsheet__product'), {
    'product': 'text',
    'list_price': 'number',
    'unit_cost': 'number',
    'category': 'text',
}) }}
