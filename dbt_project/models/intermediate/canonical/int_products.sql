{{ current_of_all_systems('products', ['product', 'list_price', 'unit_cost', 'category'], 'product') }}
