{{ oracle_records(source('raw', 'oracle__opportunity'), [
    'OptyNumber', 'Name', 'StatusCode', 'SalesMethodId', 'SalesStageId', 'TargetPartyId', 'KeyContactId', 'OwnerResourcePartyId',
]) }}
