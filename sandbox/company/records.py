"""What the company is made of. Each object knows its whole life, also what is still to come."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sandbox.company.clock import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """A company that may buy. Industry and employees are not always known."""

    account_id: str
    name: str
    domain: str
    country: str
    industry: str | None
    employees: int | None
    born: date


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody who may buy. `email_kind`: personal, role, disposable, invalid or none."""

    number: int
    name: str
    country: str
    account: Account
    email: str | None
    email_kind: str
    phone: str | None
    in_address_book: bool
    opted_out: bool

    @property
    def is_known_by_email(self) -> bool:
        """Whether the address alone is enough to recognise this person in any record."""
        return self.email_kind == "personal"


@dataclass(frozen=True, slots=True)
class Step:
    """The move into a stage or an outcome.

    `source_stage` is the CRM's word for it (none where no CRM says so); `logged_at` is the time
    that the CRM wrote down where that is not `at`; a step that `is_logged` stands in the history.
    """

    at: Moment
    stage: str
    source_stage: str | None = None
    evidence: str = "history"
    sequence: str = ""
    is_logged: bool = True
    logged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Echo:
    """A row of the CRM's history that only repeats the stage the record was in already."""

    at: datetime
    source_stage: str


@dataclass(slots=True, eq=False)
class Lead:
    """One row of the lead list. `links_deal`: the row names the deal that was made of it."""

    lead_id: str
    person: Person
    created: Moment
    owner: str | None
    lead_source: str | None
    campaign: str | None
    email_text: str
    phone_text: str
    company_text: str
    steps: list[Step]
    is_tracked: bool
    first_contact: Moment | None = None
    referred_by: str = ""
    links_deal: bool = False
    is_excluded: bool = False


@dataclass(slots=True, eq=False)
class Deal:
    """One deal: `amount` until a proposal is out, `final_amount` from then on.

    `wrong_close`: the CRM has no history of it, only this mistyped close date.
    """

    deal_id: str
    name: str
    person: Person
    account: Account | None
    created: Moment
    pipeline: str
    steps: list[Step]
    echoes: list[Echo]
    owners: list[tuple[datetime, str]]
    amount: float | None
    final_amount: float | None
    currency: str
    product: str | None
    product_text: str
    lines: list[tuple[str, int, float]]
    region: str | None
    lead_source: str | None
    email_text: str
    phone_text: str
    payment_terms: str
    stakeholders: int
    discount: str
    lost_reason: str
    expected_days: int
    close_date_shift: int
    lead_link: str = ""
    referred_by: str = ""
    is_excluded: bool = False
    is_legacy: bool = False
    wrong_close: date | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was done or said. It names its lead, its deal or only an address."""

    activity_id: str
    kind: str
    direction: str
    occurred_at: datetime
    owner: str | None
    outcome: str
    lead_id: str = ""
    deal_id: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """A booked meeting. `attended` is None where nobody ever notes whether it took place."""

    booking_id: str
    person: Person | None
    email: str
    name: str
    owner: str
    event_type: str
    booked_at: datetime
    starts_at: datetime
    ends_at: datetime
    chain: str
    attended: bool | None = None
    moved_from: str = ""
    moved_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody named somebody. `refused` says why it earns no credit, None if it does.

    `is_listed`: a row of the referral sheet; else it is only the record's own "referred by".
    """

    referrer: Person | None
    referrer_text: str
    referred_at: datetime | None
    method: str
    is_listed: bool
    refused: str | None


@dataclass(slots=True, eq=False)
class Attempt:
    """One attempt to sell to one person: its leads, at most one deal, and all around them."""

    number: int
    kind: str
    person: Person
    leads: list[Lead] = field(default_factory=list)
    deal: Deal | None = None
    activities: list[Activity] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    @property
    def begins(self) -> Moment:
        """When its first record was made."""
        if self.leads:
            return self.leads[0].created
        if self.deal is None:
            raise ValueError(f"attempt {self.number} has neither a lead nor a deal")
        return self.deal.created

    @property
    def is_in_crm(self) -> bool:
        """Whether a CRM knows of it: old deals and the mistyped one lie in sheets."""
        return self.kind not in ("legacy", "wrong")
