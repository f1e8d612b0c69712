{{ oracle_records(source('raw', 'oracle__account'), ['PartyStatus']) }}
