"""What a source of type calendly can be told."""

from typing import Annotated, Literal

from pydantic import Field

from connectors.config.base import Text
from connectors.config.sources import ApiSource


class CalendlySource(ApiSource):
    """A Calendly organization."""

    type: Literal["calendly"]
    """Which connector reads it."""
    base_url: Text = "https://api.calendly.com"
    """Where the API is; another only for a proxy or a sandbox."""
    auth_url: Text = "https://auth.calendly.com"
    """Where OAuth tokens are renewed."""
    lookback_days: Annotated[int, Field(ge=1)] = 31
    """Meetings that begin at most so many days ago are read again every night."""
    no_show_days: Annotated[int, Field(ge=0)] = 7
    """Invitees of meetings that ended so many days ago are read again: no-shows are marked late."""
