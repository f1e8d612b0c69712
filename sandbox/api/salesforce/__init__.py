"""The simulated company's CRM, shaped like Salesforce's REST and Bulk APIs, version 62.0.

`people`, `deals`, `lines`, `activities`, `campaigns`, `users` and `settings` say what the company's
records look like there, `schema` which fields there are; `org` holds them at the clock, `made` what
tests do to them; `soql`, `where` and `query` find them; `answers`, `bulk` and `describe` answer;
`api` is the vendor.

The company's own words: what stage a lead is in stands in Lead_Stage__c, which may be empty, since
Status never is, and LeadHistory keeps both. Nobody's deals are owned by the platform's own user,
whose UserType is no person's, nobody's leads by a queue. A pipeline is a record type.
"""

from sandbox.api.salesforce.api import Salesforce

__all__ = ["Salesforce"]
