"""How many leads and opportunities the server itself counts."""

import msgspec

from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.tryton.models import OPPORTUNITY
from connectors.tryton.rpc import call, path_of


def _count(sync: Sync, span: Span) -> Counted:
    """All of them, for `span` is open; there is no way to have amounts added up."""
    request = call(path_of(sync), f"{OPPORTUNITY.name}.search_count", [], is_forced=True)
    return Counted(sync.client.get(request, lambda body: msgspec.json.decode(body, type=int)))


RECONCILIATION = Reconciliation((Tally(OPPORTUNITY.stream, _count),), scope=OPPORTUNITY.scope)
