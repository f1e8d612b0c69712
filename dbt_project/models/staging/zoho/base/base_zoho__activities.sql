{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ zoho_records(rows_of('zoho', ['call', 'event', 'task', 'note']), [
    'What_Id.id', 'Who_Id.id', 'Parent_Id.id', 'Subject', 'Description', 'Call_Type', 'Call_Start_Time', 'Call_Result',
    'Outgoing_Call_Status', 'Event_Title', 'Start_DateTime', 'End_DateTime', 'Status', 'Due_Date', 'Closed_Time', 'Note_Title',
    'Note_Content',
], ['source', 'object', 'record_id']) }}
