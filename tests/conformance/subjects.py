"""The connectors that the suite holds to its cases: a further one is one entry."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.api.connector import ApiConnector
from connectors.api.policy import Policy
from connectors.api.stream import Stream
from connectors.calendly import CALENDLY
from connectors.config.sources import ApiSource
from connectors.config.systems import (
    CalendlySource,
    HubSpotSource,
    OracleSource,
    PipedriveSource,
    SalesforceSource,
    TrytonSource,
    ZohoSource,
)
from connectors.hubspot import HUBSPOT
from connectors.oracle import ORACLE
from connectors.pipedrive import PIPEDRIVE
from connectors.rest import connector_for
from connectors.salesforce import SALESFORCE
from connectors.tryton import TRYTON
from connectors.zoho import ZOHO
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.odd import Odd
from sandbox.api.oracle import Oracle
from sandbox.api.pipedrive import Pipedrive
from sandbox.api.salesforce import Salesforce
from sandbox.api.tryton import Tryton
from sandbox.api.zoho import Zoho
from tests.rest.odd import ODD, OddSource

TRIES = 3
POLICY = Policy(connect_seconds=2, tries=TRIES, first_wait_seconds=0.01, longest_wait_seconds=0.05)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Subject:
    """A connector and the vendor-shaped API of the sandbox that it reads.

    `vendor` makes it without a company, `kind` is its sandbox class; `settings` is the type of its
    source. `page` is the size of a page of the first read of its main stream; `old` makes so many
    records that no later night reads again. `access` makes its credential of the one secret.
    """

    declared: ApiConnector
    kind: Any
    vendor: Callable[[Now], Any]
    settings: type[ApiSource]
    page: int
    old: Callable[[Any, Now, int], Sequence[str]]
    access: Callable[[str], Mapping[str, Any]] = lambda secret: {"token": secret}

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def connector(self) -> ApiConnector:
        """The connector, as impatient as tests are, at full speed."""
        return replace(self.declared, policy=POLICY, limits=())

    @property
    def main(self) -> str:
        return str(self.kind.main_stream)

    @property
    def child(self) -> str:
        assert self.has_children
        return str(self.kind.child_stream)

    @property
    def has_children(self) -> bool:
        """Whether a stream reads its work from the main one."""
        return self.kind.child_stream is not None

    def children(self, parents: int) -> int:
        """How many children land of so many parents: one each, where there are any."""
        return parents if self.has_children else 0

    def children_of(self, parents: Collection[str]) -> set[str]:
        """The parents of which children land."""
        return set(parents) if self.has_children else set()

    @property
    def can_expire(self) -> bool:
        """Whether access tokens come to an end: there is a grant to get the next with."""
        return "refresh_token" in self.settings.grants and "oauth" in self.settings.credentials

    def stream(self, name: str) -> Stream:
        return next(stream for stream in self.declared.declared if stream.name == name)

    @property
    def optional(self) -> str:
        """A stream that the warehouse can do without, and that needs a right of its own."""
        return next(one.name for one in self.declared.declared if one.is_optional and one.scope)


SUBJECTS = (
    Subject(
        HUBSPOT,
        HubSpot,
        lambda now: HubSpot(None, now),
        HubSpotSource,
        page=50,
        old=lambda vendor, now, count: vendor.create(count),
    ),
    Subject(
        CALENDLY,
        Calendly,
        lambda now: Calendly(None, now),
        CalendlySource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count, now() - timedelta(days=100)),
    ),
    Subject(
        ZOHO,
        Zoho,
        lambda now: Zoho(None, now),
        ZohoSource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count),
        access=lambda secret: {"token": secret, "page_size": 100},
    ),
    Subject(
        PIPEDRIVE,
        Pipedrive,
        lambda now: Pipedrive(None, now),
        PipedriveSource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count),
        access=lambda secret: {"token": secret, "page_size": 100},
    ),
    Subject(
        SALESFORCE,
        Salesforce,
        lambda now: Salesforce(None, now, page=100),
        SalesforceSource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count),
    ),
    Subject(
        ORACLE,
        Oracle,
        lambda now: Oracle(None, now, page=100),
        OracleSource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count),
        access=lambda secret: {"login": {"user": "reader", "password": secret}},
    ),
    Subject(
        # a user's password is taken with every request as well; sessions are for a real server
        replace(TRYTON, session=None),
        Tryton,
        Tryton,
        TrytonSource,
        page=100,
        old=lambda vendor, now, count: vendor.create(count),
        access=lambda secret: {
            "login": {"user": "reader", "password": secret},
            "database": "company",
            "page_size": 100,
        },
    ),
    Subject(
        connector_for(ODD),
        Odd,
        Odd,
        OddSource,
        page=50,
        old=lambda vendor, now, count: vendor.create(count),
    ),
)
MERGING = tuple(subject for subject in SUBJECTS if subject.kind.can_merge)
PARENTS = tuple(subject for subject in SUBJECTS if subject.has_children)
EXPIRING = tuple(subject for subject in SUBJECTS if subject.can_expire)
