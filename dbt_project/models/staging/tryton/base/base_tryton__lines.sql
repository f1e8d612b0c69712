{{ tryton_records(source('raw', 'tryton__line'), ['opportunity', 'product', 'quantity']) }}
