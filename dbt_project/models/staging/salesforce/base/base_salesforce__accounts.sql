{{ salesforce_objects(source('raw', 'salesforce__account'), ['Name', 'Industry', 'NumberOfEmployees', 'BillingCountry', 'Website']) }}
