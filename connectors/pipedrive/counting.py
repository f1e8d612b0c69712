"""How many deals Pipedrive itself counts, and their values by currency."""

import msgspec

from connectors.api.http import Request
from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.pipedrive.kinds import DEALS

SUMMARIES = (("deals/summary", 40), ("deals/summary/archived", 80))
"""Where deals are counted, those that are archived apart, and what it costs."""


class _Value(msgspec.Struct):
    value: float = 0.0


class _Summary(msgspec.Struct):
    """What of a summary counts here."""

    total_count: int
    values_total: dict[str, _Value] = {}


class _Answer(msgspec.Struct):
    data: _Summary


def _count(sync: Sync, span: Span) -> Counted:
    """All deals that are not deleted; `span` is open, for none can be counted by their creation."""
    count, sums = 0, dict[str, float]()
    for path, cost in SUMMARIES:
        request = Request(f"api/v1/{path}", is_forced=True, cost=cost)
        found = sync.client.get(request, lambda body: msgspec.json.decode(body, type=_Answer)).data
        count += found.total_count
        for currency, total in found.values_total.items():
            sums[currency] = sums.get(currency, 0.0) + total.value
    return Counted(count, sums)


RECONCILIATION = Reconciliation((Tally("deal", _count),), scope=DEALS)
