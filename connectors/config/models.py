"""The shape of salescycle.yml: every key, its type and its default.

What a value must mean beyond its shape is in `checks`.
The file's scalars arrive as text (see `document`), so numbers and booleans are read from text here.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

StageTarget = Literal[
    "prospecting",
    "outreach",
    "qualification",
    "demo",
    "objections",
    "closing",
    "referral",
    "won",
    "lost",
    "disqualified",
]
EntityName = Literal[
    "lead",
    "deal",
    "stage_event",
    "owner_event",
    "activity",
    "booking",
    "person",
    "account",
    "rep",
    "quota",
    "referral",
    "product",
    "deal_line",
    "exchange_rate",
    "holiday",
    "cost",
    "override",
]
Channel = Literal["inbound", "outbound", "referral", "partner"]
PipelineRole = Literal["new_business", "renewal", "upsell", "ignore"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Scalar = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
Text = Annotated[str, StringConstraints(min_length=1)]

WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
EXCLUDABLE = (
    "email_domain",
    "deal_name",
    "email",
    "company",
    "account",
    "deal_id",
    "lead_id",
    "pipeline",
    "owner",
)
"""What an exclusion can look at, beside the source's custom fields."""


class Model(BaseModel):
    """Frozen; a key that is not declared is an error, one without a value is as if left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: object) -> object:
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None}
        return data


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


class CustomField(Model):
    """A field of your own."""

    type: Literal["text", "time", "number", "boolean"] = "text"
    """How its cells are read."""
    segment: bool = False
    """Whether aggregates are broken down by it."""


class Table(Model):
    """One sheet, or several of one pattern, that feed one entity."""

    path: Text
    """CSV, TSV or XLSX, also .gz, relative to salescycle.yml; or a pattern such as leads_*.csv."""
    entity: EntityName
    """What a row is."""
    columns: Mapping[str, Text] = Field(default_factory=dict)
    """Field: header of the column that fills it; left out: headers that are names of fields do."""
    sheet: Text | None = None
    """Sheet of a workbook; default the first."""
    snapshot: Literal["append", "full"] | None = None
    """append: rows only add up (default of a pattern); full: a row gone is deleted (of a file)."""
    constants: Mapping[str, Scalar] = Field(default_factory=dict)
    """Field: one value for every row; where a column fills the field too, for its empty cells."""
    values: Mapping[str, Mapping[str, Scalar]] = Field(default_factory=dict)
    """Field: value in the sheet: value to use instead."""
    dates: Text | Mapping[str, Text] | None = None
    """How dates are written, such as %d/%m/%Y: for all columns, or per column header or field."""
    timezone: Text | None = None
    """Zone of times without one; default the reporting zone."""
    decimal: Literal[".", ","] | None = None
    """Decimal mark; needed only where a column can be read two ways."""
    thousands: Literal[".", ",", " ", "'", "\u00a0", "\u202f"] | None = None
    """Mark between thousands."""
    encoding: Text | None = None
    """Encoding of a text file, such as windows-1252; default: found out."""
    delimiter: (
        Annotated[
            str,
            StringConstraints(min_length=1, max_length=1),
            BeforeValidator(lambda text: "\t" if text == "\\t" else text),
        ]
        | None
    ) = None
    r"""Between the cells of a text file; \t is a tab; default: found out."""
    header_row: Annotated[int, Field(ge=1)] = 1
    """Line of the headers, from 1."""
    stage_dates: Mapping[StageTarget, Text] = Field(default_factory=dict)
    """Stage or outcome: header of the column with the date it was entered; for lead and deal."""


class Source(Model):
    """One system or folder of sheets, under a name of your own."""

    name: Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
    """Letters, digits and underscores; other names of yours refer to it."""
    type: Literal["spreadsheet"]
    """Which connector reads it."""
    primary: bool = False
    """Whose stage decides where two sources know the same deal."""
    stages: Mapping[str, StageTarget | Mapping[str, StageTarget]] = Field(default_factory=dict)
    """The source's stage: stage or outcome; or pipeline: {stage: stage or outcome}."""
    pipelines: Mapping[str, PipelineRole] = Field(default_factory=dict)
    """Pipeline: its role; one that is not listed is new_business."""
    fields: Mapping[EntityName, Mapping[str, CustomField]] = Field(default_factory=dict)
    """Entity: your own field: what it is."""
    exclude: tuple[Mapping[str, Text], ...] = ()
    """Test records that stay out of the aggregates: field: pattern, `*` stands for anything."""
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    """The sheets."""


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
