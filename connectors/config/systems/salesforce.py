"""What a source of type salesforce can be told."""

import re
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field

from connectors.config.base import Text
from connectors.config.document import Path, Places
from connectors.config.sources import Credential, CrmSource, Grant

LOGIN = "https://login.salesforce.com"
SHARED_LOGINS = frozenset({"login.salesforce.com", "test.salesforce.com"})


class SalesforceSource(CrmSource):
    """A Salesforce organization."""

    credentials: ClassVar[tuple[Credential, ...]] = ("oauth", "token")
    grants: ClassVar[tuple[Grant, ...]] = ("refresh_token", "client_credentials", "jwt_bearer")
    own_name: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
    name_hint: ClassVar[str] = "write the field's API name, such as Referred_By__c"

    type: Literal["salesforce"]
    """Which connector reads it."""
    base_url: Text = LOGIN
    """Where the API is; with oauth the answer to it says that, with a token write the instance."""
    auth_url: Text = LOGIN
    """Where tokens are got: your My Domain, https://test.salesforce.com of a sandbox."""
    reserve: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Share of the organization's calls of a day that is left for your other tools."""
    bulk_rows: Annotated[int, Field(ge=0)] = 10_000
    """Where more rows than so many are expected they are read by the Bulk API."""

    def note_mistakes(self, path: Path, places: Places) -> None:
        """Note a place to log in at that cannot do what is asked of it."""
        is_shared = urlsplit(self.auth_url).hostname in SHARED_LOGINS
        if self.oauth is not None and self.oauth.grant == "client_credentials" and is_shared:
            places.add(
                (*path, "auth_url"),
                "client_credentials are only taken at your own domain; "
                "write https://<your domain>.my.salesforce.com",
            )
        if self.token is not None and urlsplit(self.base_url).hostname in SHARED_LOGINS:
            places.add(
                (*path, "base_url"),
                "a token is of one instance; write https://<your domain>.my.salesforce.com",
            )
