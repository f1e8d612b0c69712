"""Pipedrive as a system: where it is, how fast it may be asked, its streams in order of value."""

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem, Scope
from connectors.api.schemes import BEARER, Scheme
from connectors.config.sources import ApiSource
from connectors.pipedrive.changes import DEAL_CHANGE, DEAL_PRODUCT
from connectors.pipedrive.counting import RECONCILIATION
from connectors.pipedrive.errors import budget, reads_error
from connectors.pipedrive.kinds import ACTIVITY, DEAL, LEAD, NOTE, ORGANIZATION, PERSON, PRODUCT
from connectors.pipedrive.lists import (
    ACTIVITY_TYPE,
    COMPANY,
    CURRENCY,
    FIELD,
    GOAL,
    PIPELINE,
    STAGE,
    USER,
)

LIMITS = (Limit(18, 2.0),)
"""The smallest published is 20 requests in two seconds per API token, an app has four times that;
two less, because what was sent in time may arrive closer together."""


def _url(settings: ApiSource, word: str) -> str:
    return f"{(settings.auth_url or settings.base_url).rstrip('/')}/oauth/{word}"


OAUTH = OAuthSystem(
    token_url=lambda settings: _url(settings, "token"),
    authorize_url=lambda settings: _url(settings, "authorize"),
    scopes=(
        Scope("base", "the company and its currencies"),
        Scope("deals:read", "deals, pipelines, stages, notes"),
        Scope("recents:read", "what changed on a deal, stage by stage"),
        Scope("leads:read", "leads"),
        Scope("activities:read", "activities"),
        Scope("contacts:read", "persons and organizations"),
        Scope("users:read", "users"),
        Scope("products:read", "the price list"),
        Scope("goals:read", "goals", is_optional=True),
    ),
    client_auth="basic",
    host_field="api_domain",
    hosts=(".pipedrive.com",),
    scheme=BEARER,
)


def _check(what: str, path: str, scope: str, cost: float, *, is_optional: bool = False) -> Check:
    path, _, query = path.partition("?")
    return Check(what, Request(path, query, cost=cost), scope, is_optional)


PIPEDRIVE = ApiConnector(
    name="pipedrive",
    # each but the children waits for the one before it: what is worth most is paid for first
    declared=(
        COMPANY,
        FIELD,
        PIPELINE,
        STAGE,
        USER,
        DEAL,
        DEAL_CHANGE,
        DEAL_PRODUCT,
        LEAD,
        ACTIVITY_TYPE,
        ACTIVITY,
        PERSON,
        ORGANIZATION,
        PRODUCT,
        NOTE,
        CURRENCY,
        GOAL,
        RECONCILIATION,
    ),
    limits=LIMITS,
    scheme=Scheme(header="x-api-token", prefix=""),
    oauth=OAUTH,
    reads_error=reads_error,
    budget=budget,
    checks=(
        Check("", Request("api/v1/users/me", cost=2)),
        _check("deal", "api/v2/deals?limit=1", DEAL.scope, 10),
        _check("lead", "api/v1/leads?limit=1", LEAD.scope, 20),
        _check("activity", "api/v2/activities?limit=1", ACTIVITY.scope, 10),
        _check("person", "api/v2/persons?limit=1", PERSON.scope, 10),
        _check("product", "api/v2/products?limit=1", PRODUCT.scope, 10),
        _check("user", "api/v1/users", USER.scope, 20),
        _check("goal", "api/v1/goals/find?assignee.type=company", GOAL.scope, 20, is_optional=True),
    ),
)
