{{ zoho_records(source('raw', 'zoho__stage_history'), ['Potential_Name.id', 'Stage', 'Modified_Time']) }}
