"""Zoho CRM (API version 8), read with OAuth or with an access token that a person made.

`kinds` says which modules are read and what is asked of them, `reading` how they are read (the
first time whole by page tokens, then what changed), `queries` how where page tokens end,
`timelines` what is asked of one record at a time, `lists` the rest, `connector` is the system.

What nothing confirms, and what follows from it:

- The stage history of all deals is read from the module DealHistory, 200 rows a call. The vendor's
  list of modules names it and programs of others read it; its documentation only shows the related
  list Stage_History of one deal, a call for each. `Modified_Time` of a row is when the deal entered
  the stage: the durations that the vendor shows beside it agree with that. An organisation without
  the module gets its stages from the timelines, else from the versions of each record.
- `sort_by=id` with a page token is taken to lead through all records once, whatever changes
  meanwhile. Where page tokens end, after 100,000 records, and where one has expired, queries go on
  from the last id. Queries hide converted leads unless a criterion names Converted__s: ours name
  both its values.
- Changes are read by If-Modified-Since, which is inclusive and knows whole seconds: every page asks
  anew from the last second seen, and a record counts as known only with the same content.
- A formula field changes without Modified_Time: it is as new as the record's last other change.
- A deleted record is told with the time of deletion alone; of a merge only the loser's deletion
  shows, so histories of merged records are not joined.
- Timelines write users by their names, and an empty field as "blank"; how far back they go is not
  documented.
- There is no endpoint of forecast targets in the vendor's description: quotas stay in sheets.
"""

from connectors.zoho.connector import ZOHO

__all__ = ["ZOHO"]
