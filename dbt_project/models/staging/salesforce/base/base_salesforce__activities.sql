{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ salesforce_objects(salesforce_rows_of(['event', 'task']), [
    'WhoId', 'WhatId', 'OwnerId', 'Subject', 'Type', 'TaskSubtype', 'ActivityDate', 'CompletedDateTime', 'IsClosed', 'CallType',
    'CallDisposition', 'StartDateTime', 'EndDateTime', 'IsAllDayEvent', 'IsChild', 'IsRecurrence',
], ['source', 'object', 'record_id']) }}
