"""Calendly as a system: how fast it may be asked, and its streams."""

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Request
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem
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


def _token_url(settings: ApiSource) -> str:
    return f"{(settings.auth_url or settings.base_url).rstrip('/')}/oauth/token"


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
    oauth=OAuthSystem(_token_url),
    checks=(Check("", Request("users/me")),),
)
