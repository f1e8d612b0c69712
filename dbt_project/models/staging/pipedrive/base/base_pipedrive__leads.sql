{{ pipedrive_records(source('raw', 'pipedrive__lead'), [
    'title', 'owner_id', 'person_id', 'organization_id', 'source_name', 'is_archived', 'update_time',
]) }}
