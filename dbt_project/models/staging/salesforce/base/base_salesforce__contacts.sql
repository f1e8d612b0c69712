{{ salesforce_objects(source('raw', 'salesforce__contact'), [
    'Name', 'FirstName', 'LastName', 'Email', 'Phone', 'MobilePhone', 'AccountId', 'HasOptedOutOfEmail',
]) }}
