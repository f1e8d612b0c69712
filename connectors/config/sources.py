"""The sources of salescycle.yml: what sheets and every system behind an API need to know.

What a system needs beside that is in `systems`; what the values must mean in `checks` and `apis`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, WithJsonSchema

from connectors.config.base import (
    EntityName,
    Model,
    PipelineRole,
    Scalar,
    StageTarget,
    Text,
)
from connectors.config.document import Path, Places

Secret = Annotated[
    SecretStr,
    Field(min_length=1),
    BeforeValidator(lambda text: text.strip() if isinstance(text, str) else text),
    WithJsonSchema({"type": "string", "pattern": r"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$"}),
]
"""A value that nothing ever shows; the file names its variable, `${NAME}`."""

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


class SourceBase(Model):
    """What every source has: one system or folder of sheets, under a name of your own."""

    name: Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
    """Letters, digits and underscores; other names of yours refer to it."""
    primary: bool = False
    """Whose stage decides where two sources know the same deal."""
    external_source: Text | None = None
    """The source whose ids this one keeps as external_id; default: whichever knows the id."""
    stages: Mapping[str, StageTarget | Mapping[str, StageTarget]] = Field(default_factory=dict)
    """The source's stage: stage or outcome; or pipeline: {stage: stage or outcome}."""
    pipelines: Mapping[str, PipelineRole] = Field(default_factory=dict)
    """Pipeline: its role; one that is not listed is new_business."""
    fields: Mapping[EntityName, Mapping[str, CustomField]] = Field(default_factory=dict)
    """Entity: your own field: what it is."""
    exclude: tuple[Mapping[str, Text], ...] = ()
    """Test records that stay out of the aggregates: field: pattern, `*` stands for anything."""


class SpreadsheetSource(SourceBase):
    """Sheets in files."""

    type: Literal["spreadsheet"]
    """Which connector reads it."""
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    """The sheets."""


Grant = Literal["refresh_token", "client_credentials", "jwt_bearer"]
"""How an app gets access tokens: RFC 6749 sections 6 and 4.4, RFC 7523."""
Credential = Literal["token", "oauth", "login"]


class OAuth(Model):
    """An app's grant; a refresh token may rotate, the newest is kept in the home folder."""

    grant: Grant = "refresh_token"
    """How access tokens are got; which of them a system knows is in its documentation."""
    client_id: Secret
    """The app's id: ${NAME} of a variable in the environment or .env."""
    client_secret: Secret | None = None
    """The app's secret: ${NAME}."""
    refresh_token: Secret | None = None
    """The token that access tokens are got with: ${NAME}; else from `salescycle connect`."""
    private_key: Secret | None = None
    """For jwt_bearer: the key that the app's certificate belongs to, PEM: ${NAME}."""
    user: Text | None = None
    """For jwt_bearer: the user in whose name the app reads."""


class Login(Model):
    """A user of the system, for those that know no tokens."""

    user: Text
    """The user's name there; one that may read and nothing else."""
    password: Secret
    """The user's password: ${NAME} of a variable in the environment or .env."""


class ApiSource(SourceBase):
    """What every source behind an API has: exactly one of `token`, `oauth` and `login`."""

    credentials: ClassVar[tuple[Credential, ...]] = ("token", "oauth")
    """What lets one into the system, the usual first."""
    grants: ClassVar[tuple[Grant, ...]] = ("refresh_token",)
    """The OAuth grants that the system knows."""
    own_entities: ClassVar[tuple[str, ...]] = ()
    """Entities that carry fields of one's own; a calendar has none."""
    own_name: ClassVar[re.Pattern[str]] = re.compile(r"\S.*")
    """What the API's name of a field looks like, whole."""
    name_hint: ClassVar[str] = "write the name that the API has for it"
    """How to write one."""

    type: str
    """Which connector reads it."""
    base_url: Text
    """Where the API is."""
    auth_url: Text | None = None
    """Where OAuth tokens are renewed."""

    token: Secret | None = None
    """A token made in the system's settings: ${NAME} of a variable in the environment or .env."""
    oauth: OAuth | None = None
    """An app's grant, instead of a token."""
    login: Login | None = None
    """A user and a password, where the system takes them."""
    timeout_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    """How long to wait for an answer."""
    calls_per_second: Annotated[float, Field(gt=0)] | None = None
    """How fast it may be asked; default: what the vendor publishes for its smallest plan."""
    record_url: Text | None = None
    """Where people open a record, {id} in place of its id; default: where the system shows it."""

    @property
    def is_open(self) -> bool:
        """Whether the system asks for no credential."""
        return not self.credentials

    def note_mistakes(self, path: Path, places: Places) -> None:
        """Note what is wrong with the settings that only this system has."""


class CrmSource(ApiSource):
    """A CRM: which of its fields fill the model's, where people made fields of their own."""

    own_entities: ClassVar[tuple[str, ...]] = ("lead", "deal")

    properties: Mapping[Text, Mapping[Text, Text]] = Field(default_factory=dict)
    """The system's object: field: the API's name of the property that fills it."""

    def mapped(self) -> Iterator[tuple[str, str, str]]:
        """Yield (object, field, value) of what else staging reads beside `properties`."""
        yield from ()
