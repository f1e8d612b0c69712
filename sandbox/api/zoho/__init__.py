"""The simulated company's CRM, shaped like Zoho CRM's API (version 8).

`people`, `deals`, `history`, `activities` and `users` say what the company's records look like
there; `org` holds them at the clock, `made` what tests do to them; `listing`, `coql`, `timeline`
and `setup` answer; `api` is the vendor.
"""

from sandbox.api.zoho.api import Zoho

__all__ = ["Zoho"]
