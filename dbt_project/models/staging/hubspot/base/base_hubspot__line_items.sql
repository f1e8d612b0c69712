{{ hubspot_objects(source('raw', 'hubspot__line_item'), ['name', 'hs_product_id', 'quantity', 'price', 'amount']) }}
