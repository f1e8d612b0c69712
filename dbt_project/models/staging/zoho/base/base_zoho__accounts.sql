{{ zoho_records(source('raw', 'zoho__account'), ['Account_Name', 'Website']) }}
