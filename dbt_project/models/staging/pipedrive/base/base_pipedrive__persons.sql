{{ pipedrive_records(source('raw', 'pipedrive__person'), ['name', 'org_id', 'emails', 'phones']) }}
