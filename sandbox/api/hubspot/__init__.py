"""The simulated company's CRM, shaped like HubSpot's API.

`people`, `deals`, `lines`, `activities`, `owners` and `pipelines` say what the company's records
look like there; `portal` holds them at the clock, `made` what tests do to them; `objects`,
`search` and `associations` answer; `api` is the vendor.
"""

from sandbox.api.hubspot.api import HubSpot

__all__ = ["HubSpot"]
