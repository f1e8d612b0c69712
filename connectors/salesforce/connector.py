"""Salesforce as a system: how it lets us in, how fast it may be asked, its streams."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem, Scope
from connectors.api.records import Records
from connectors.api.stream import Sync
from connectors.config.sources import ApiSource
from connectors.config.systems.salesforce import LOGIN, SHARED_LOGINS
from connectors.salesforce.answers import budget, reads_error
from connectors.salesforce.asked import asked
from connectors.salesforce.counting import RECONCILIATION
from connectors.salesforce.kinds import KINDS, Kind
from connectors.salesforce.lists import DESCRIPTIONS, LISTS
from connectors.salesforce.reading import LAG, TOLD_FOR, Changed, Deleted, Whole, gone
from connectors.salesforce.soql import DATA, select

LIMITS = (Limit(25, 1.0),)
"""No pace is published, only how many calls may last long at once; nobody needs more of us."""
SCOPES = (
    Scope("api", "everything that is read"),
    Scope("refresh_token", "to read it every night"),
)


def _asks(kind: Kind) -> Callable[[Sync], Mapping[str, Any]]:
    return lambda sync: asked(sync, kind.sobject, kind.core, kind.fields, kind.object)


def _records(kind: Kind) -> Records:
    return Records(
        kind.stream,
        whole=Whole(kind),
        changes=Changed(kind),
        deleted=Deleted(kind) if kind.has_bin else None,
        gone=gone if kind.has_bin else None,
        told_for=TOLD_FOR if kind.has_bin else None,
        asked=_asks(kind),
        lag=LAG,
        parents=(DESCRIPTIONS.name,),
        scope=kind.scope,
        is_optional=kind.is_optional,
    )


def _check(kind: Kind) -> Check:
    query = urlencode({"q": f"{select(kind.sobject, ('Id',))} LIMIT 1"})
    return Check(kind.stream, Request(f"{DATA}/query", query), kind.scope, kind.is_optional)


def _login(settings: ApiSource) -> str:
    return (settings.auth_url or LOGIN).rstrip("/")


def _token_url(settings: ApiSource) -> str:
    return f"{_login(settings)}/services/oauth2/token"


def _authorize_url(settings: ApiSource) -> str:
    return f"{_login(settings)}/services/oauth2/authorize"


def _audience(settings: ApiSource) -> str:
    """Whom an assertion is for: the place to log in at, which of a sandbox is the shared one."""
    login = _login(settings)
    host = login.partition("://")[2]
    if host in SHARED_LOGINS or not host.endswith(".my.salesforce.com"):
        return login
    return "https://test.salesforce.com" if ".sandbox." in host else LOGIN


SALESFORCE = ApiConnector(
    name="salesforce",
    declared=(DESCRIPTIONS, *LISTS, *(_records(kind) for kind in KINDS), RECONCILIATION),
    limits=LIMITS,
    oauth=OAuthSystem(
        _token_url,
        authorize_url=_authorize_url,
        scopes=SCOPES,
        host_field="instance_url",
        hosts=(".salesforce.com", ".salesforce.mil"),
        audience=_audience,
    ),
    reads_error=reads_error,
    budget=budget,
    checks=(Check("", Request(f"{DATA}/limits")), *(_check(kind) for kind in KINDS)),
)
