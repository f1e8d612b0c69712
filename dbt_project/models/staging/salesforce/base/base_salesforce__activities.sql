{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ salesforce_objects(rows_of('salesforce', ['event', 'task']), [
    'WhoId', 'WhatId', 'OwnerId', 'Subject', 'Type', 'TaskSubtype', 'ActivityDate', 'CompletedDateTime', 'IsClosed', 'CallType',
    'CallDisposition', 'StartDateTime', 'EndDateTime', 'IsAllDayEvent', 'IsChild', 'IsRecurrence',
], ['source', 'object', 'record_id']) }}
