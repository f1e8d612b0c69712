"""What Zoho's errors and headers mean: the status alone says little."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.api.budget import Budget, Spent
from connectors.api.refusals import CURSOR, EXPIRED, FORBIDDEN, GONE, SPENT, Meaning, Refusal
from connectors.config.sources import ApiSource
from connectors.config.systems.zoho import ZohoSource

REMAINING = "x-api-credits-remaining"
"""Told only once half of the day's credits are used."""
MEANINGS: Mapping[str, Meaning] = {
    # the same status for a token that has ended and for one that never was enough
    "INVALID_TOKEN": EXPIRED,
    "AUTHENTICATION_FAILURE": EXPIRED,
    "OAUTH_SCOPE_MISMATCH": FORBIDDEN,
    "NO_PERMISSION": FORBIDDEN,
    "INVALID_MODULE": FORBIDDEN,
    "NOT_SUPPORTED": FORBIDDEN,
    "MODULE_NOT_AVAILABLE": FORBIDDEN,
    "PAGINATION_LIMIT_EXCEEDED": CURSOR,
    "EXPIRED_VALUE": CURSOR,
    "TOKEN_BOUND_DATA_MISMATCH": CURSOR,
}
"""By the code in an error's body."""


def reads_error(refusal: Refusal) -> Meaning | None:
    """What an error means; None for what its status usually does."""
    body = refusal.json()
    code = _code(body)
    if refusal.status == 429:
        return SPENT if refusal.headers.get(REMAINING) == "0" else None
    if code == "INVALID_DATA" and _details(body).get("resource_path_index") is not None:
        # the record that the address names is not there any more
        return GONE
    return MEANINGS.get(code)


def budget(settings: ApiSource) -> Budget:
    """The credits of a day, of which a share is left for other tools."""
    given = settings.daily_credits if isinstance(settings, ZohoSource) else None
    reserve = settings.credits_reserve if isinstance(settings, ZohoSource) else 0.0
    return Budget(given, reserve, _reads(given))


def _reads(given: int | None) -> Callable[[Mapping[str, str]], Spent | None]:
    """Reads what is left. Without the edition's number, it is half when it is first told."""
    highest = 0

    def read(headers: Mapping[str, str]) -> Spent | None:
        nonlocal highest
        text = headers.get(REMAINING, "")
        if not text.isdigit():
            return None
        highest = max(highest, int(text))
        limit = max(given or 2 * highest, int(text))
        return Spent(limit - int(text), limit)

    return read


def _code(body: Any) -> str:
    """The code of an error, which may stand in a list of data."""
    if isinstance(body, dict) and isinstance(body.get("data"), list) and body["data"]:
        body = body["data"][0]
    return str(body.get("code", "")) if isinstance(body, dict) else ""


def _details(body: Any) -> Mapping[str, Any]:
    found = body.get("details") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}
