"""The simulated company's CRM, shaped like the REST API of Oracle Sales.

`deals`, `people` and `setup` say what the company's records look like there, `schema` which fields
there are; `pod` holds them at the clock, `made` what tests do to them; `query` finds them; `api` is
the vendor.

What Oracle does not publish is as the connector assumes it: a stage has a snapshot from when it was
entered, the first one too. The company's own words: a pipeline is a sales method, what stage a lead
is in stands in LeadStage_c and since when in a field per stage, for leads keep no history.
"""

from sandbox.api.oracle.api import Oracle

__all__ = ["Oracle"]
