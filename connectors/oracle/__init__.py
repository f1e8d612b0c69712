"""Oracle Sales (Fusion Cloud, CX Sales) over its REST API.

`kinds` says which resources are read, `reading` how (windows of keys, never offsets), `gone` finds
deletions, `details` reads what hangs on opportunities, `lists` the small lists, `names` asks the
pod whether it calls things what we call them.

What Oracle's own pages say: the paths of opportunities with their children, leads, activities,
accounts and contacts, the fields of opportunityStageSnapshots, that a snapshot is taken when an
opportunity goes from a stage to the next, `q`, `orderBy`, `limit`, `expand` and `onlyData`.

What nothing confirms. Names can be changed under `resources` and `properties` in salescycle.yml,
and `salescycle doctor` asks each resource's `describe` which of them the pod does not know:

- the paths resources, products and optyStatusesLOV as lists, and that stages of sales methods are
  children of crmBusinessUnits with a field BusinessUnitId;
- the names ChildRevenue, OpportunityContact, OpportunityLead and SalesStage that `expand` takes,
  and that it takes several of them;
- that LastUpdateDate and CreationDate are fields of every resource, and have milliseconds; a window
  of a millisecond is asked for, not equality, in case they have more;
- that instants in `q` are written 2026-01-01T00:00:00.000Z without quotes, that `in (...)` lists
  values, and that a field may have two conditions;
- that leads and activities know RecordSet as opportunities do (`record_set`, or `filter`);
- whether LastUpdateDate of an opportunity moves when only a child of it changes: its children are
  read again when it does;
- whether the first stage has a snapshot, and the current one: staging reads all three ways;
- that a merged account or contact has PartyStatus M: it counts as gone, into whom is not told;
- that there is no list of what was deleted: every night all keys are read and held against ours;
- that the header REST-Framework-Version: 2 changes no more than conditions and lists of values;
- that totalResults is right where no offset is asked for: a difference to it is shown, no more;
- that the identity domain takes the app's id and secret in the form, and what a token it gives out
  may read; users with a password are let in by many clients;
- how fast one may ask: 5,000 calls an hour by one third party. Nothing says how calls are counted.

Owners of opportunities have no history there, so who owned one when is known from night to night,
unless an object of the company's own keeps it: see `owner_history`.
Leads keep no history of their status: see `lead_status_dates`. Quotas were not found in the API;
they stay in sheets.
"""

from connectors.oracle.connector import ORACLE

__all__ = ["ORACLE"]
