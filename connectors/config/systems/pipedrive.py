"""What a source of type pipedrive can be told."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from connectors.config.base import Text
from connectors.config.sources import CrmSource

Kind = Literal["call", "email", "message", "meeting", "note", "task"]


class PipedriveSource(CrmSource):
    """A Pipedrive company."""

    type: Literal["pipedrive"]
    """Which connector reads it."""
    base_url: Text = "https://api.pipedrive.com"
    """Where the API is; best https://YOURCOMPANY.pipedrive.com, which is nearest to your data."""
    auth_url: Text = "https://oauth.pipedrive.com"
    """Where OAuth tokens are renewed."""
    page_size: Annotated[int, Field(ge=1, le=500)] = 500
    """Records in an answer; fewer where answers take too long."""
    daily_tokens: Annotated[int, Field(ge=1)] = 30_000
    """API tokens of a day where answers do not tell: 30,000 times the plan's factor and seats."""
    tokens_reserve: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Share of the tokens that is left for other tools."""
    reconcile_days: Annotated[int, Field(ge=1)] = 7
    """So often lists are read whole again: it finds what was merged, or deleted without a trace."""
    nobody: tuple[Text, ...] = ()
    """Names of users that own what is nobody's: every record has an owner."""
    activity_types: Mapping[Text, Kind] = Field(default_factory=dict)
    """Activity type: what it is; default by the words in its name and key."""
    incoming: tuple[Text, ...] = ()
    """Activity types that the other side began; default by the words in their names and keys."""

    def mapped(self) -> Iterator[tuple[str, str, str]]:
        """Users that are nobody, and what activity types are."""
        for name in self.nobody:
            yield "user", "nobody", name
        for name, kind in self.activity_types.items():
            yield "activity_type", kind, name
        for name in self.incoming:
            yield "activity_type", "incoming", name
