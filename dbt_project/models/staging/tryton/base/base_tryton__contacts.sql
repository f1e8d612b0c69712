{{ tryton_records(source('raw', 'tryton__contact'), ['party', 'type', 'value', 'name', 'sequence', 'active']) }}
