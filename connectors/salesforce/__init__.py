"""Salesforce (REST and Bulk API 2.0, version 62.0), read with OAuth or with a session's token.

`kinds` says which objects are read and `asked` which of their fields, as the organization describes
them; `soql` spells the queries, `reading` asks them and `bulk` where there is much to read; `lists`
is what is read whole each night, `answers` what errors and headers mean, `connector` the system.

What no public material confirms: how late a change may show up in queries (ten minutes are read
again), how long a locator of a query is good (a refused one makes the read begin anew), that
queries over deleted rows show every record of the recycle bin, and which message besides the code
REQUEST_LIMIT_EXCEEDED tells a day's limit from too many long requests at once. Values of formula
fields are those of a record's last change: a formula does not move SystemModstamp.
"""

from connectors.salesforce.connector import SALESFORCE

__all__ = ["SALESFORCE"]
