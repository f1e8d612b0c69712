{{ oracle_records(source('raw', 'oracle__activity'), [
    'ActivityFunctionCode', 'ActivityTypeCode', 'Subject', 'StatusCode', 'OwnerId', 'OpportunityId', 'LeadId', 'PrimaryContactId',
    'ActivityStartDate', 'ActivityEndDate', 'DueDate',
]) }}
