"""What a source of type zoho can be told."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, model_validator

from connectors.config.base import Text
from connectors.config.sources import CrmSource

DataCenter = Literal["com", "eu", "in", "com.au", "com.cn", "jp", "ca", "sa"]
DATA_CENTERS: tuple[str, ...] = get_args(DataCenter)
ACCOUNTS = {center: f"https://accounts.zoho.{center}" for center in DATA_CENTERS} | {
    "ca": "https://accounts.zohocloud.ca"
}
"""Where tokens are renewed, by data center."""


class ZohoSource(CrmSource):
    """A Zoho CRM organisation."""

    own_name: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
    name_hint: ClassVar[str] = "write its API name: letters, digits and underscores"

    type: Literal["zoho"]
    """Which connector reads it."""
    data_center: DataCenter = "com"
    """What the address ends with when you use Zoho: crm.zoho.eu is eu."""
    base_url: Text = "https://www.zohoapis.com"
    """Where the API is; default by data_center; another only for a proxy or a sandbox."""
    page_size: Annotated[int, Field(ge=1, le=200)] = 200
    """Records in an answer; fewer where answers take too long."""
    daily_credits: Annotated[int, Field(ge=1)] | None = None
    """API credits of the edition in 24 hours; default: what answers tell, once half are used."""
    credits_reserve: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Share of the credits that is left for other tools."""
    timelines: bool = True
    """Whether a lead or deal that changed is asked who owned it when, a credit for each."""
    contact_roles: bool = False
    """Whether a deal that changed is asked who takes part in it, a credit for each."""
    nobody: tuple[Text, ...] = ()
    """Full names of users that own what is nobody's: every record must have an owner."""

    @model_validator(mode="before")
    @classmethod
    def _where(cls, data: object) -> object:
        """The API of the data center, where no other is given."""
        center = data.get("data_center") if isinstance(data, Mapping) else None
        if isinstance(data, Mapping) and center in DATA_CENTERS and not data.get("base_url"):
            return {**data, "base_url": f"https://www.zohoapis.{center}"}
        return data

    def mapped(self) -> Iterator[tuple[str, str, str]]:
        """Users that are nobody."""
        for name in self.nobody:
            yield "user", "nobody", name
