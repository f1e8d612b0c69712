"""What a source of type tryton can be told."""

import re
from typing import Annotated, ClassVar, Literal
from urllib.parse import quote

from pydantic import Field

from connectors.config.base import Text
from connectors.config.sources import Credential, CrmSource

FIRST_WITH_RPC = 8.0
"""From this series on requests go to a place of their own below the database."""


class TrytonSource(CrmSource):
    """A database of a Tryton server."""

    credentials: ClassVar[tuple[Credential, ...]] = ("login",)
    own_entities: ClassVar[tuple[str, ...]] = ("deal",)
    own_name: ClassVar[re.Pattern[str]] = re.compile(r"[a-z][a-z0-9_]*")
    name_hint: ClassVar[str] = "write the field's name in the model: small letters, digits and _"

    type: Literal["tryton"]
    """Which connector reads it."""
    base_url: Text
    """Where the server is, such as https://tryton.example.com."""
    database: Text
    """The database on it."""
    series: Annotated[float, Field(ge=6.0)] = FIRST_WITH_RPC
    """The server's series, such as 7.0; any later than the first known answers alike."""
    page_size: Annotated[int, Field(ge=1)] = 1000
    """Records that one answer holds; no more than the server's own limit, where it has one."""

    @property
    def rpc_path(self) -> str:
        """Where requests go, below `base_url`."""
        database = quote(self.database, safe="")
        return f"{database}/rpc/" if self.series >= FIRST_WITH_RPC else f"{database}/"
