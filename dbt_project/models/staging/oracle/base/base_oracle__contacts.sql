{{ oracle_records(source('raw', 'oracle__contact'), ['FirstName', 'LastName', 'PartyStatus']) }}
