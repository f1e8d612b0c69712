"""The small lists, read whole each night: owners, pipelines, definitions of properties, account."""

import msgspec

from connectors.api.pages import Cursor, Listing, OnePage
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.hubspot.kinds import CONTACTS_READ, KINDS

_PIPELINES = {"deal": "deals", "lead": "leads"}


def _owners(_: Sync) -> list[Part]:
    """Active and archived owners; a deal keeps the id of one who has left."""
    return [
        Part(
            Listing(
                "crm/v3/owners",
                "results",
                Cursor("paging.next.after", "after"),
                {"limit": "500", "archived": archived},
                is_forced=True,
            )
        )
        for archived in ("false", "true")
    ]


def _pipelines(_: Sync) -> list[Part]:
    return [
        Part(
            Listing(f"crm/v3/pipelines/{path}", "results", OnePage(), is_forced=True),
            prefix=stream,
            context=_object(stream),
            is_optional=stream == "lead",
        )
        for stream, path in _PIPELINES.items()
    ]


def _properties(_: Sync) -> list[Part]:
    return [
        Part(
            Listing(
                f"crm/v3/properties/{kind.object_type}",
                "results",
                OnePage(),
                key="name",
                is_forced=True,
            ),
            prefix=kind.stream,
            context=_object(kind.stream),
            is_optional=kind.is_optional,
        )
        for kind in KINDS
    ]


def _account(_: Sync) -> list[Part]:
    listing = Listing(
        "account-info/v3/details", "", OnePage(), key="portalId", modified=None, is_forced=True
    )
    return [Part(listing)]


def _object(stream: str) -> str:
    return msgspec.json.encode({"object": stream}).decode()


OWNERS = Snapshot("owner", _owners, scope="the scope crm.objects.owners.read")
PIPELINES = Snapshot("pipeline", _pipelines, scope="the scope crm.objects.deals.read")
PROPERTIES = Snapshot("property", _properties, scope=CONTACTS_READ)
ACCOUNT = Snapshot("account", _account, is_optional=True)
