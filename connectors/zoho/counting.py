"""How many deals and leads Zoho itself finds.

Amounts are not added up: in which currency a query does so is not documented.
"""

from datetime import UTC
from functools import partial

from connectors.api.http import Request
from connectors.api.payloads import Opener
from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.errors import StreamFailed
from connectors.zoho.kinds import BY_STREAM, Kind
from connectors.zoho.queries import PATH, all_of

OPENER = Opener("data", "records", None)


def _count(kind: Kind, sync: Sync, span: Span) -> Counted:
    """The number that a query counts."""
    bounds = [
        f"Created_Time {compare} '{at.astimezone(UTC).replace(microsecond=0).isoformat()}'"
        for compare, at in zip((">=", "<"), span, strict=True)
        if at is not None
    ]
    criterion = all_of(kind, " and ".join(bounds) or "id > '0'")
    query = f"select COUNT(id) as records from {kind.module} where {criterion}"
    request = Request(PATH, method="POST", json={"select_query": query}, is_forced=True)
    found = sync.client.get(request, OPENER).records
    if not found:
        return Counted(0)
    if not found[0].key.isdigit():
        raise StreamFailed(f"{sync.client.name}: POST {PATH} gave no number; report it")
    return Counted(int(found[0].key))


RECONCILIATION = Reconciliation(
    tuple(
        Tally(stream, partial(_count, BY_STREAM[stream]), "Created_Time")
        for stream in ("deal", "lead")
    ),
    scope="the scope ZohoCRM.coql.READ",
)
"""Deals and leads."""
