"""What Pipedrive's errors and headers mean, and the daily budget of tokens."""

from collections.abc import Mapping

from connectors.api.budget import Budget, Spent
from connectors.api.refusals import SPENT, Meaning, Refusal
from connectors.config.sources import ApiSource
from connectors.config.systems.pipedrive import PipedriveSource

LIMIT = "x-daily-ratelimit-token-limit"
REMAINING = "x-daily-ratelimit-token-remaining"
"""The budget that all of a company's tools share. Seen on live answers, not documented."""
BURST_REMAINING = "x-ratelimit-remaining"
"""Requests left of the short window."""
BLOCKED = "all requests are blocked after too many"


def reads_error(refusal: Refusal) -> Meaning | None:
    """What an error means; None for what its status usually does."""
    headers = refusal.headers
    if refusal.status == 429:
        is_spent = headers.get(REMAINING) == "0" or headers.get(BURST_REMAINING, "0") != "0"
        return SPENT if is_spent else None
    if refusal.status == 403 and refusal.json() is None:
        # a page of the network in front of the API: it blocks a company that went on after 429
        return SPENT.saying(BLOCKED)
    return None


def budget(settings: ApiSource) -> Budget:
    """The tokens of a day, of which a share is left for other tools."""
    if not isinstance(settings, PipedriveSource):
        return Budget()
    return Budget(settings.daily_tokens, settings.tokens_reserve, spent)


def spent(headers: Mapping[str, str]) -> Spent | None:
    """The tokens used today, if the answer tells: after a pause the first ones do not."""
    limit, remaining = headers.get(LIMIT, ""), headers.get(REMAINING, "")
    if not (limit.isdigit() and remaining.isdigit()):
        return None
    return Spent(int(limit) - int(remaining), int(limit))
