"""What Salesforce's errors mean, and what its headers say of the day's calls.

An error of the API is a list of objects with a message and a code, whatever the status.
"""

import re
from collections.abc import Mapping

from connectors.api.budget import Budget, Spent
from connectors.api.refusals import BUSY, CURSOR, EXPIRED, FORBIDDEN, SPENT, Meaning, Refusal
from connectors.config.sources import ApiSource
from connectors.config.systems.salesforce import SalesforceSource

_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")
_BUSY = frozenset(
    {"QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "TXN_SECURITY_METERING_ERROR", "UNABLE_TO_LOCK_ROW"}
)
_MEANINGS = {
    "INVALID_SESSION_ID": EXPIRED,
    "INVALID_QUERY_LOCATOR": CURSOR,
    "INVALID_TYPE": FORBIDDEN,
    "INSUFFICIENT_ACCESS": FORBIDDEN,
    "API_DISABLED_FOR_ORG": FORBIDDEN,
}
"""INVALID_TYPE: there is no such object, or the user may not see it; both sound the same."""


def reads_error(refusal: Refusal) -> Meaning | None:
    """The meaning of an error's code, None for what its status says as well."""
    if refusal.status in (406, 420):
        # an organization that is being moved or set up answers so for a while
        return BUSY
    told = refusal.json()
    first = told[0] if isinstance(told, list) and told else None
    code = first.get("errorCode") if isinstance(first, dict) else None
    if code == "REQUEST_LIMIT_EXCEEDED":
        # the same code tells of too many long requests at once, which passes
        return BUSY if "concurrent" in str(first).lower() else SPENT
    if code in _BUSY:
        return BUSY
    return _MEANINGS.get(str(code))


def budget(settings: ApiSource) -> Budget:
    """The calls of the last 24 hours, of which a share is left for the customer's other tools."""
    reserve = settings.reserve if isinstance(settings, SalesforceSource) else 0.0
    return Budget(reserve=reserve, reads=_spent)


def _spent(headers: Mapping[str, str]) -> Spent | None:
    found = _USAGE.search(headers.get("sforce-limit-info", ""))
    return Spent(float(found[1]), float(found[2])) if found else None
