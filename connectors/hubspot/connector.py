"""HubSpot as a system: where it is, how fast it may be asked, its streams."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.api.connector import ApiConnector, Check, listed
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem, Scope
from connectors.api.records import Records
from connectors.api.stream import Sync
from connectors.config.sources import ApiSource
from connectors.hubspot.asked import asked
from connectors.hubspot.associations import associations
from connectors.hubspot.counting import RECONCILIATION
from connectors.hubspot.kinds import KINDS, Kind
from connectors.hubspot.lists import ACCOUNT, OWNERS, PIPELINES, PROPERTIES
from connectors.hubspot.reading import INDEX_LAG, Archived, Changed, Whole

LIMITS = (Limit(100, 10.0), Limit(4, 1.0, "search"))
"""The smallest published: 100 calls in ten seconds per private app, 4 searches a second."""
PEOPLE = "https://app.hubspot.com"
SCOPES = (
    Scope("oauth", "the account itself"),
    Scope("crm.objects.contacts.read", "leads, people and what was done with them"),
    Scope("crm.objects.companies.read", "the companies they work for"),
    Scope("crm.objects.deals.read", "deals, their stages and pipelines"),
    Scope("crm.objects.owners.read", "who owns a record"),
    Scope("crm.objects.leads.read", "leads of the sales workspace", is_optional=True),
    Scope("crm.objects.line_items.read", "what a deal is made of", is_optional=True),
    Scope("crm.objects.products.read", "the products sold", is_optional=True),
    Scope("crm.objects.goals.read", "quotas", is_optional=True),
)


def _asks(kind: Kind) -> Callable[[Sync], Mapping[str, Any]]:
    return lambda sync: asked(sync, kind.stream)


def _records(kind: Kind) -> Records:
    return Records(
        kind.stream,
        whole=Whole(kind),
        changes=Changed(kind),
        deleted=Archived(kind),
        asked=_asks(kind),
        lag=INDEX_LAG,
        parents=(PROPERTIES.name,),
        scope=kind.scope,
        is_optional=kind.is_optional,
    )


def _authorize_url(settings: ApiSource) -> str:
    """People consent at another host than programs ask, but for a proxy or a sandbox."""
    url = (settings.auth_url or settings.base_url).rstrip("/")
    return f"{PEOPLE if url == 'https://api.hubapi.com' else url}/oauth/authorize"


def _token_url(settings: ApiSource) -> str:
    return f"{(settings.auth_url or settings.base_url).rstrip('/')}/oauth/v3/token"


HUBSPOT = ApiConnector(
    name="hubspot",
    declared=(
        ACCOUNT,
        PROPERTIES,
        PIPELINES,
        OWNERS,
        *(_records(kind) for kind in KINDS),
        associations(),
        RECONCILIATION,
    ),
    limits=LIMITS,
    oauth=OAuthSystem(_token_url, _authorize_url, SCOPES, optional_scope_param="optional_scope"),
    checks=(
        Check("", Request("account-info/v3/details")),
        *listed(
            [
                ("owner", "crm/v3/owners", OWNERS.scope, False),
                *(
                    (kind.stream, f"crm/v3/objects/{kind.path}", kind.scope, kind.is_optional)
                    for kind in KINDS
                ),
            ]
        ),
    ),
)
