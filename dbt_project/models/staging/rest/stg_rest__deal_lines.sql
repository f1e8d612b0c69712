{{ stage_described('deal_line', {
    'deal_id': 'text',
    'product': 'text',
    'quantity': 'number',
    'amount': 'number',
}) }}
