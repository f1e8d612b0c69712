"""HubSpot CRM (API v3, associations v4), read with a private app's token or with OAuth.

`kinds` says which objects are read and what is asked of them, `reading` how they are read (the
first time whole, then by search), `associations` and `lists` the rest, `connector` is the system.
"""

from connectors.hubspot.connector import HUBSPOT

__all__ = ["HUBSPOT"]
