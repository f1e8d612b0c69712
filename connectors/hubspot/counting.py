"""How many deals and leads HubSpot itself finds."""

from functools import partial

from connectors.api.http import Request
from connectors.api.payloads import Opener
from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.hubspot.kinds import BY_STREAM, Kind

CREATED = "hs_createdate"
"""When the record was made there; `createdate` may be written over by people."""


def _count(kind: Kind, sync: Sync, span: Span) -> Counted | None:
    """The total of a search; there is no way to have amounts added up."""
    bounds = [
        {"propertyName": CREATED, "operator": operator, "value": str(int(at.timestamp() * 1000))}
        for operator, at in zip(("GTE", "LT"), span, strict=True)
        if at is not None
    ]
    everything = {"propertyName": "hs_object_id", "operator": "HAS_PROPERTY"}
    body = {
        "filterGroups": [{"filters": [everything, *bounds]}],
        "sorts": ["hs_object_id"],
        "properties": ["hs_object_id"],
        "limit": 1,
        "after": "0",
    }
    path = f"crm/v3/objects/{kind.path}/search"
    request = Request(path, method="POST", json=body, bucket="search", is_forced=True)
    (total,) = sync.client.get(request, Opener("results", envelope=("total",))).envelope
    return Counted(total) if isinstance(total, int) else None


RECONCILIATION = Reconciliation(
    tuple(
        Tally(stream, partial(_count, BY_STREAM[stream]), "createdAt")
        for stream in ("deal", "lead")
    ),
    scope="the scopes crm.objects.deals.read and crm.objects.leads.read",
)
"""Deals and leads; leads need a plan, without which nothing is counted."""
