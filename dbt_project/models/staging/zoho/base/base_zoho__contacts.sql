{{ zoho_records(source('raw', 'zoho__contact'), [
    'First_Name', 'Last_Name', 'Email', 'Phone', 'Mobile', 'Account_Name.name',
]) }}
