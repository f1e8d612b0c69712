{{ zoho_records(source('raw', 'zoho__deal'), [
    'Deal_Name', 'Stage', 'Pipeline', 'Amount', 'Currency', 'Closing_Date', 'Account_Name.id', 'Contact_Name.id',
]) }}
