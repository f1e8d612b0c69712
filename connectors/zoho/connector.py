"""Zoho CRM as a system: where it is, how fast it may be asked, its streams."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem, Scope
from connectors.api.records import Records
from connectors.api.schemes import Scheme
from connectors.api.stream import Sync
from connectors.config.sources import ApiSource
from connectors.config.systems.zoho import ACCOUNTS, DATA_CENTERS, ZohoSource
from connectors.zoho.answers import budget, reads_error
from connectors.zoho.asked import asked
from connectors.zoho.counting import RECONCILIATION
from connectors.zoho.kinds import KINDS, Kind
from connectors.zoho.lists import FIELDS, ORGANISATION, PIPELINES, USERS
from connectors.zoho.reading import ROOT, Changed, Deleted, Whole
from connectors.zoho.timelines import contact_roles, timelines

LIMITS = (Limit(5, 1.0),)
"""Five calls at once in the smallest edition, and a call takes less than a second."""
LAG = timedelta(minutes=1)
"""A change may show up so much later; nothing is documented."""
SCOPES = (
    Scope("ZohoCRM.modules.READ", "leads, deals, contacts, accounts and activities"),
    Scope("ZohoCRM.coql.READ", "what lies beyond 100,000 records"),
    Scope("ZohoCRM.users.READ", "who owns a record"),
    Scope("ZohoCRM.settings.READ", "fields, layouts and pipelines"),
    Scope("ZohoCRM.org.READ", "the currency of the organisation"),
)


def _asks(kind: Kind) -> Callable[[Sync], Mapping[str, Any]]:
    return lambda sync: asked(sync, kind.stream)


def _records(kind: Kind) -> Records:
    return Records(
        kind.stream,
        whole=Whole(kind),
        changes=Changed(kind),
        deleted=Deleted(kind) if kind.is_deletable else None,
        asked=_asks(kind),
        lag=LAG,
        is_coarse=True,
        parents=(FIELDS.name,) if kind.is_defined else (),
        scope=kind.scope,
        is_optional=kind.is_optional,
    )


def _check(kind: Kind) -> Check:
    names = ("Modified_Time", *kind.core[:1])
    query = urlencode({"fields": ",".join(names), "per_page": 1}, safe=",")
    request = Request(f"{ROOT}/{kind.module}", query)
    return Check(kind.stream, request, kind.scope, kind.is_optional)


def accounts_url(settings: ApiSource) -> str:
    """Where the organisation's users give consent and tokens are renewed."""
    center = settings.data_center if isinstance(settings, ZohoSource) else "com"
    return (settings.auth_url or ACCOUNTS[center]).rstrip("/")


ZOHO = ApiConnector(
    name="zoho",
    declared=(
        ORGANISATION,
        FIELDS,
        PIPELINES,
        USERS,
        *(_records(kind) for kind in KINDS),
        timelines(),
        contact_roles(),
        RECONCILIATION,
    ),
    limits=LIMITS,
    scheme=Scheme(prefix="Zoho-oauthtoken "),
    oauth=OAuthSystem(
        token_url=lambda settings: f"{accounts_url(settings)}/oauth/v2/token",
        authorize_url=lambda settings: f"{accounts_url(settings)}/oauth/v2/auth",
        scopes=SCOPES,
        host_field="api_domain",
        hosts=tuple(f".zohoapis.{center}" for center in DATA_CENTERS),
        scope_separator=",",
        # without them there is a refresh token only the first time
        authorize_params={"access_type": "offline", "prompt": "consent"},
    ),
    reads_error=reads_error,
    budget=budget,
    checks=(
        Check("", Request(f"{ROOT}/users", "type=CurrentUser"), USERS.scope),
        Check("fields", Request(f"{ROOT}/settings/fields", "module=Leads"), FIELDS.scope),
        *(_check(kind) for kind in KINDS),
    ),
)
