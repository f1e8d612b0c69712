{{ salesforce_objects(source('raw', 'salesforce__lead'), [
    'Name', 'FirstName', 'LastName', 'Email', 'Phone', 'MobilePhone', 'Company', 'OwnerId', 'ConvertedAccountId',
    'ConvertedContactId', 'ConvertedOpportunityId',
]) }}
