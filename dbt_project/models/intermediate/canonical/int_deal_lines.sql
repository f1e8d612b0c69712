{{ current_of_all_systems('deal_lines', ['deal_id', 'product', 'quantity', 'amount'], 'deal_id') }}
