{{ salesforce_objects(source('raw', 'salesforce__opportunity'), [
    'Name', 'AccountId', 'RecordTypeId', 'StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate', 'OwnerId', 'ContactId', 'CampaignId',
]) }}
