"""What tells the CRMs apart that the simulated company can be seen through."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.api.vendor import Vendor
from sandbox.company import Company
from sandbox.company.roster import Quota


class Ids(Protocol):
    """A module of a vendor's ids: how it spells what the company calls D000123, L000012, ..."""

    def deal(self, deal_id: str, /) -> str:
        """The deal's id there."""

    def lead(self, lead_id: str, /) -> str:
        """The lead's id there."""

    def person(self, number: int, /) -> str:
        """The id of the person's contact."""

    def account(self, account_id: str, /) -> str:
        """The account's id there."""


@dataclass(frozen=True)
class Crm:
    """One CRM: `name` is the type of its source and the prefix of its API.

    `settings` are the lines of its source in salescycle.yml below `base_url`, indented by four;
    `access` is the one with the credential, `{secret}` in place of the variable. `words` yields
    (what its API calls something, what the company calls it) beside `ids`: owners, stages,
    pipelines. `is_goal` says which quotas are goals of the CRM and stand in no sheet. `told` is the
    company as this CRM keeps it at an instant: all that it tells, and nothing that it cannot.
    """

    name: str
    vendor: Callable[[Company | None, Callable[[], datetime]], Vendor]
    ids: Ids
    settings: str
    words: Callable[[], Iterator[tuple[str, str]]]
    is_goal: Callable[[Quota], bool]
    told: Callable[[Company, datetime], Company]
    access: str = "token: {secret}"

    @property
    def variable(self) -> str:
        """The variable in the environment that holds the token or password."""
        return f"SANDBOX_{self.name.upper()}_TOKEN"
