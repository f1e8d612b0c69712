{{ stage_described('product', {
    'product': 'text',
    'list_price': 'number',
    'unit_cost': 'number',
    'category': 'text',
}) }}
