{{ pipedrive_records(source('raw', 'pipedrive__deal'), [
    'title', 'value', 'currency', 'status', 'stage_id', 'pipeline_id', 'owner_id', 'person_id', 'org_id', 'stage_change_time',
    'won_time', 'lost_time', 'close_time', 'local_won_date', 'local_lost_date', 'local_close_date', 'expected_close_date',
    'lost_reason', 'source_lead_id', 'participants_count',
]) }}
