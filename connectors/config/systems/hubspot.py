"""What a source of type hubspot can be told."""

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from connectors.config.base import Text
from connectors.config.document import Path, Places
from connectors.config.sources import CrmSource


class HubSpotSource(CrmSource):
    """A HubSpot portal."""

    own_name: ClassVar[re.Pattern[str]] = re.compile(r"[a-z][a-z0-9_]*")
    name_hint: ClassVar[str] = "write its internal name: small letters, digits and underscores"

    type: Literal["hubspot"]
    """Which connector reads it."""
    base_url: Text = "https://api.hubapi.com"
    """Where the API is; another only for a proxy or a sandbox."""
    auth_url: Text | None = None
    """Where OAuth tokens are renewed; default base_url."""
    lead_contacts: Mapping[Text, tuple[Text, ...]] = Field(
        default_factory=lambda: {
            "lifecyclestage": ("lead", "marketingqualifiedlead", "salesqualifiedlead")
        }
    )
    """Contacts that are leads without a lead object: property: its values."""

    def note_mistakes(self, path: Path, places: Places) -> None:
        """Note properties of contacts that cannot be."""
        for property_ in self.lead_contacts:
            if not self.own_name.fullmatch(property_):
                where = (*path, "lead_contacts", property_)
                places.add(where, f"{property_!r} is no property; {self.name_hint}")
