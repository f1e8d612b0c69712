{{ tryton_records(
    source('raw', 'tryton__opportunity'),
    [
        'number', 'description', 'state', 'party', 'contact', 'employee', 'amount.decimal', 'currency.code', 'payment_term',
    ],
    ['end_date'],
) }}
