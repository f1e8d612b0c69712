"""The simulated company's CRM, shaped like Pipedrive's API, version 2 and where there is none 1.

`deals`, `people`, `activities` and `lines` say what the company's records look like there, `fields`
and `settings` what it set up; `shelves` hold them at the clock, `made` what tests do to them;
`lists` answers, `pace` counts tokens, `api` is the vendor.
"""

from sandbox.api.pipedrive.api import Pipedrive

__all__ = ["Pipedrive"]
