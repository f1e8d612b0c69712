"""Pipedrive, read with an API token or with OAuth: version 2 of the API where it exists, else 1.

`kinds` are the streams of records, `reading` how their lists are read, `changes` what is asked deal
by deal, `lists` the small lists, `counting` what the vendor counts, `errors` what refusals mean and
the daily budget, `connector` is the system.

What nothing confirms, and what follows from it:

- That archiving, deleting and moving a deal all touch its `update_time` is taken for granted.
- A deleted deal is listed for 30 days, of the rest nothing is told but an `is_deleted` that a list
  may show. A lead that was converted by the API counts as deleted, one that is merged into another
  record vanishes. So every list is read whole again after `reconcile_days`: what is in none of them
  is gone. Where a survivor shows `merge_what_id`, the other one is landed as merged into it.
- A lead that is gone and that a deal names as its source was converted: staging keeps it. Whether
  the app archives converted leads or deletes them is not documented; either is read.
- A changelog is newest first, as in the vendor's example: of two changes in one second the first
  listed is the later one.
- Times without a zone are UTC, also an activity's due time (version 1 says so, 2 does not).
- The headers that tell the daily budget are not documented. Without them what is asked here is
  counted, up to `daily_tokens` in 24 hours; what other tools ask is not known then.
- An activity has no direction and no outcome: its type's name or the configuration says whether it
  came in, and a meeting tells nobody whether the buyer came, so none is taken for a booking.
"""

from connectors.pipedrive.connector import PIPEDRIVE

__all__ = ["PIPEDRIVE"]
