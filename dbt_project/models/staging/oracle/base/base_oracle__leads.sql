{{ oracle_records(source('raw', 'oracle__lead'), ['Name', 'OwnerId', 'CustomerId', 'PrimaryContactId', 'PrimaryContactPartyName']) }}
