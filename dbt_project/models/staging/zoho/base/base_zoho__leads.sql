{{ zoho_records(source('raw', 'zoho__lead'), [
    'First_Name', 'Last_Name', 'Company', 'Email', 'Phone', 'Mobile', 'Lead_Status', 'Email_Opt_Out', 'Converted_Deal.id',
    'Converted_Contact.id', 'Converted_Account.id',
]) }}
