"""Calendly as a system: how fast it may be asked, and its streams."""

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem, Scope
from connectors.calendly.streams import (
    EVENT_TYPES,
    EVENTS,
    INVITEES,
    MEMBERSHIPS,
    ROUTING_FORMS,
    SUBMISSIONS,
    USER,
)
from connectors.config.sources import ApiSource

LIMITS = (Limit(500, 60.0),)
"""What the answers of a live account show (x-ratelimit-limit); other plans are not documented."""


SCOPES = (
    Scope("users:read", "whose organization is read"),
    Scope("organizations:read", "who belongs to it"),
    Scope("event_types:read", "which meetings are demos"),
    Scope("scheduled_events:read", "meetings and their invitees"),
    Scope("routing_forms:read", "routing forms and what was sent in", is_optional=True),
)


def _auth_url(settings: ApiSource) -> str:
    return (settings.auth_url or settings.base_url).rstrip("/")


CALENDLY = ApiConnector(
    name="calendly",
    declared=(
        USER,
        MEMBERSHIPS,
        EVENT_TYPES,
        EVENTS,
        INVITEES,
        ROUTING_FORMS,
        SUBMISSIONS,
    ),
    limits=LIMITS,
    oauth=OAuthSystem(
        token_url=lambda settings: f"{_auth_url(settings)}/oauth/token",
        authorize_url=lambda settings: f"{_auth_url(settings)}/oauth/authorize",
        scopes=SCOPES,
    ),
    checks=(Check("", Request("users/me")),),
)
