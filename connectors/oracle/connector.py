"""An Oracle Sales pod as a system: how it lets us in, how fast it may be asked, its streams."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.api.connector import ApiConnector, settings_of
from connectors.api.grants import ClientCredentials, Grant
from connectors.api.http import Client, Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem
from connectors.api.records import Records
from connectors.api.stream import Sync
from connectors.config.sources import ApiSource, OAuth
from connectors.config.systems.oracle import OracleSource
from connectors.connector import ConfiguredSource, Finding
from connectors.errors import StreamFailed
from connectors.oracle import asked as asking
from connectors.oracle.counting import RECONCILIATION
from connectors.oracle.details import details
from connectors.oracle.gone import Gone
from connectors.oracle.kinds import KINDS, OPPORTUNITY, Kind
from connectors.oracle.lists import RESOURCES, SALES_METHODS, STATUSES
from connectors.oracle.names import findings
from connectors.oracle.reading import Changed, Whole

LIMITS = (Limit(80, 60.0),)
"""Under 5,000 calls an hour and user, which one third party tells; Oracle publishes nothing."""
LAG = timedelta(minutes=5)
"""A change may show up so much later: its time is set before it is committed."""


@dataclass(frozen=True)
class _Scoped(ClientCredentials):
    """The grant for a resource of the identity domain, which does not guess what it is for."""

    scope: str = ""

    def form(self, kept: Any) -> Mapping[str, str]:
        """The grant's name, and for what."""
        return {**super().form(kept), "scope": self.scope}


@dataclass(frozen=True)
class IdentityDomain(OAuthSystem):
    """Tokens come from the identity domain that the pod belongs to."""

    def grant(self, name: str, settings: ApiSource, oauth: OAuth) -> Grant:
        """As usual, with the scope that the source is configured with."""
        grant = super().grant(name, settings, oauth)
        scope = settings.scope if isinstance(settings, OracleSource) else None
        if isinstance(grant, ClientCredentials) and scope:
            return _Scoped(grant.place, grant.client_id, scope)
        return grant


@dataclass(frozen=True)
class Pod(ApiConnector):
    """The connector; `probe` also asks whether things are called what the settings call them."""

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Try the credential, then the names of every resource."""
        settings = asking.settings_of(settings_of(source))

        def makes_client(what: str, scope: str) -> Client:
            client = self.client(source, what, scope)
            client.policy = replace(client.policy, tries=2)
            return client

        client = makes_client("", OPPORTUNITY.scope)
        path = f"{asking.root_of(settings)}/{settings.resource(OPPORTUNITY.stream).path}"
        request = Request(path, "limit=1&onlyData=true", headers=asking.HEADERS)
        try:
            client.get(request, msgspec.json.decode)
        except StreamFailed as error:
            yield Finding(source.name, False, str(error))
            return
        yield Finding(source.name, True, client.api_url)
        yield from findings(source.name, settings, makes_client)


def _asks(kind: Kind) -> Callable[[Sync], Mapping[str, Any]]:
    return lambda sync: asking.asked(sync, kind.stream)


def _records(kind: Kind) -> Records:
    return Records(
        kind.stream,
        whole=Whole(),
        changes=Changed(),
        deleted=Gone(kind.stream),
        asked=_asks(kind),
        lag=LAG,
        scope=kind.scope,
        is_optional=kind.is_optional,
    )


def _token_url(settings: ApiSource) -> str:
    return f"{(settings.auth_url or settings.base_url).rstrip('/')}/oauth2/v1/token"


ORACLE = Pod(
    name="oracle",
    declared=(
        RESOURCES,
        STATUSES,
        SALES_METHODS,
        *(_records(kind) for kind in KINDS),
        details(),
        RECONCILIATION,
    ),
    limits=LIMITS,
    oauth=IdentityDomain(_token_url),
    checks=(),
)
