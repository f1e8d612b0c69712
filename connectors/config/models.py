"""The shape of salescycle.yml: every key, its type and its default; its sources are in `systems`.

What a value must mean beyond its shape is in `checks`.
The file's scalars arrive as text (see `document`), so numbers and booleans are read from text here.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from connectors.config.base import EntityName, Model, StageTarget, Text
from connectors.config.sources import (
    EXCLUDABLE,
    ApiSource,
    CrmSource,
    CustomField,
    Login,
    OAuth,
    SourceBase,
    SpreadsheetSource,
    Table,
)
from connectors.config.systems import SOURCE_TYPES, CalendlySource, HubSpotSource, Source

__all__ = [
    "EXCLUDABLE",
    "SOURCE_TYPES",
    "ApiSource",
    "CalendlySource",
    "Company",
    "Config",
    "CrmSource",
    "CustomField",
    "Document",
    "EntityName",
    "HubSpotSource",
    "Login",
    "Model",
    "OAuth",
    "Publish",
    "Rules",
    "Source",
    "SourceBase",
    "SpreadsheetSource",
    "StageTarget",
    "Table",
]

Channel = Literal["inbound", "outbound", "referral", "partner"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Company(Model):
    """How the company counts time and money."""

    reporting_timezone: Text = "UTC"
    """IANA name of the zone in which days, weeks and months begin, such as Europe/Copenhagen."""
    reporting_currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] = "EUR"
    """Three letters; amounts in other currencies are converted with your exchange rates."""
    default_region: str | None = None
    """Country of phone numbers written without a country code: two letters, such as DK."""
    week_start: Weekday = "monday"
    """First day of the company's week."""
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    """Month in which the fiscal year begins; the year is named by the one in which it ends."""
    working_hours: Annotated[
        str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
    ] = "09:00-17:00"
    """Business hours of a working day, local time."""
    working_days: Annotated[tuple[Day, ...], Field(min_length=1)] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    )
    """Days of the week on which people work."""
    account_size_bands: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)] = (
        10,
        50,
        200,
        1000,
    )
    """Employees at which the next account size begins: 10 makes `0-9` and `10-...`."""

    @property
    def week_start_number(self) -> int:
        """1 is Monday, 7 is Sunday."""
        return WEEKDAYS.index(self.week_start) + 1

    @property
    def working_weekdays(self) -> frozenset[int]:
        """Numbers of the working days, 1 is Monday."""
        return frozenset(
            number for number, day in enumerate(WEEKDAYS, 1) if day[:3] in self.working_days
        )

    @property
    def working_seconds(self) -> tuple[int, int]:
        """Start and end of the business hours, in seconds after midnight."""
        start, end = (time.fromisoformat(part) for part in self.working_hours.split("-"))
        return start.hour * 3600 + start.minute * 60, end.hour * 3600 + end.minute * 60


class Rules(Model):
    """Decisions of the model that a company may make differently."""

    lead_to_deal_days: Annotated[int, Field(ge=0)] = 180
    """A deal takes the same person's lead if it was created at most so many days after it."""
    max_rate_age_days: Annotated[int, Field(ge=0)] = 10
    """An exchange rate older than this is not used."""
    revenue_date: Literal["close_date", "closed_at"] = "close_date"
    """Which date decides the period of money: the CRM's close date or the day the deal was won."""
    credit_repeat_purchase: bool = False
    """Whether a customer who buys again counts as a referral success."""
    demo_event_types: tuple[Text, ...] = ("*demo*",)
    """Event types of bookings that are demos; `*` stands for anything."""
    channels: Mapping[Channel, tuple[Text, ...]] = Field(default_factory=dict)
    """Lead sources of each channel, laid over the shipped ones."""


class Publish(Model):
    """What happens to the published files."""

    keep: Annotated[int, Field(ge=1)] = 7
    """How many published versions stay."""
    mode: Annotated[str, StringConstraints(pattern="^0?[0-7]{3}$")] = "0400"
    """Permissions of the published files, octal."""


class Document(Model):
    """salescycle.yml."""

    company: Company = Company()
    """How the company counts time and money."""
    rules: Rules = Rules()
    """Decisions of the model that a company may make differently."""
    as_of: Text | None = None
    """What now means: a date (its end in the reporting zone) or a time with offset; default now."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Where leads, deals and the rest come from."""
    publish: Publish = Publish()
    """What happens to the published files."""


class Config(Document):
    """A checked configuration and where it came from."""

    path: Path
    """The file itself, absolute."""

    @property
    def folder(self) -> Path:
        """The folder of salescycle.yml: paths of tables and `company/` are relative to it."""
        return self.path.parent
