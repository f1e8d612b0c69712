"""What a source of type rest can be told: a system that the product does not ship, described whole.

The words are those of the spreadsheet source where they mean the same: `columns`, `constants`,
`values`, `dates`, `timezone`, `decimal`, `thousands`, `stage_dates`. A path is dotted, as
`data.items`; a step that is a number is a place in a list. What it must mean is in `rest_checks`.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from connectors.config.base import EntityName, Model, Scalar, StageTarget, Text
from connectors.config.document import Path, Places
from connectors.config.sources import ApiSource, Credential, Grant
from connectors.config.systems import rest_checks

Dotted = Annotated[str, StringConstraints(pattern=r"^[^.\s](?:[^.]*[^.\s])?(?:\.[^.]+)*$")]
"""A path in an answer or a record."""
Keys = Dotted | Annotated[tuple[Dotted, ...], Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]
LINK_HEADER = "header"
"""The `link` that is no path: the address is in the Link header."""


class CursorPaging(Model):
    """The answer holds a cursor, which goes into a parameter of the next request."""

    answer: Dotted
    """Path of the cursor in the answer; missing or null in that of the last page."""
    param: Text
    """The parameter; of a stream with a body a path in it."""


class CountedPaging(Model):
    """Pages that are asked for by counting."""

    param: Text
    """The parameter with the offset or number of the page; with a body a path in it."""
    size_param: Text | None = None
    """The parameter that asks for so many records a page."""
    size: Count = 100
    """Records a page."""
    has_more: Dotted | None = None
    """Path of a flag in the answer that says whether there is another page."""
    total: Dotted | None = None
    """Path of the number of all records, in its place."""


class OffsetPaging(CountedPaging):
    """A page begins after so many records."""

    overlap: Annotated[int, Field(ge=0)] = 10
    """Records that are asked for again on the next page: so many may vanish while it is read."""


class NumberPaging(CountedPaging):
    """Pages have numbers."""

    first: Annotated[int, Field(ge=0)] = 1
    """The number of the first."""


class Paging(Model):
    """How the pages of a list are turned: one of these; without any there is one page."""

    cursor: CursorPaging | None = None
    """By a cursor in the answer."""
    offset: OffsetPaging | None = None
    """By how many records come before."""
    page: NumberPaging | None = None
    """By the number of the page."""
    link: Dotted | None = None
    """By the address of the next page: its path in the answer, or `header` for the Link header."""


class Changes(Model):
    """How a list is asked for what changed since a time."""

    param: Text | None = None
    """The parameter with the time."""
    body: Dotted | None = None
    """Of a stream with a body: the path in it, in place of a parameter."""
    format: Text = "iso"
    """How the time is written: iso, epoch, epoch_ms, date, or a form such as %Y-%m-%d %H:%M:%S."""
    value: Text = "{since}"
    """What the parameter holds, {since} in place of the time, such as updated>{since}."""
    is_inclusive: bool = True
    """Whether a record that changed at exactly that time is in the answer."""


class DeletedList(Model):
    """A list of what was deleted, read whole every night."""

    path: Text
    """Below base_url."""
    params: Mapping[str, Scalar] = Field(default_factory=dict)
    """Parameters of the request."""
    records: Dotted | None = None
    """Path of the list in the answer; default: the answer is the list."""
    key: Keys
    """Path of the id of the deleted record, as the stream's own."""
    at: Dotted
    """Path of when it was deleted."""
    paging: Paging = Paging()
    """How its pages are turned."""


class Deleted(Model):
    """How deletions show; by nothing: only what is missing from a list that is read whole."""

    flag: Dotted | None = None
    """Path in the record of a value that says so."""
    values: tuple[Scalar, ...] = ("true", "1", "yes")
    """The values of the flag that do, in any case."""
    list: DeletedList | None = None
    """A list of its own."""


class Feed(Model):
    """One entity that the records of a stream feed."""

    entity: EntityName
    """What a record, or an item of it, is."""
    each: Dotted | None = None
    """Path of a list in the record: each of its items is one of the entity."""
    columns: Mapping[str, Text] = Field(default_factory=dict)
    """Field: path of its value in the record, with `each` in the item; a path that begins with $.
    is of the whole record, {parent} is the id of the record that children belong to."""
    constants: Mapping[str, Scalar] = Field(default_factory=dict)
    """Field: one value for every record; where a path fills the field too, for its empty values."""
    values: Mapping[str, Mapping[str, Scalar]] = Field(default_factory=dict)
    """Field: value in the system: value to use instead."""
    dates: Text | Mapping[str, Text] | None = None
    """How times are written, for all or by field: iso, epoch, epoch_ms, or such as %d/%m/%Y."""
    timezone: Text | None = None
    """Zone of times without one; default the stream's."""
    decimal: Literal[".", ","] = "."
    """Decimal mark of numbers that are written as text."""
    thousands: Literal[".", ",", " ", "'"] | None = None
    """Mark between thousands."""
    stage_dates: Mapping[StageTarget, Text] = Field(default_factory=dict)
    """Stage or outcome: path of the time at which it was entered; for lead and deal."""


class RestStream(Model):
    """One list of the system."""

    name: Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]*$", max_length=40)]
    """Small letters, digits and underscores: the name of the stream."""
    path: Text
    """Below base_url; of children with {id} in place of the parent's id."""
    params: Mapping[str, Scalar] = Field(default_factory=dict)
    """Parameters of every request."""
    body: Text | None = None
    """JSON text: the list is asked for by POST with it."""
    records: Dotted | None = None
    """Path of the list in the answer; default: the answer is the list."""
    key: Keys = "id"
    """Path of the record's id, or several that together are it."""
    modified: Dotted | None = None
    """Path of when the record changed; needed for changes."""
    created: Dotted | None = None
    """Path of when the record was made, by which new ones are counted."""
    dates: Text = "iso"
    """How the stream writes times: iso, epoch, epoch_ms or a form such as %d/%m/%Y %H:%M."""
    timezone: Text | None = None
    """Zone of times without one; default the source's."""
    paging: Paging = Paging()
    """How pages are turned."""
    changes: Changes | None = None
    """How it is asked for changes; without it the list is read whole every night."""
    lag_seconds: Annotated[int, Field(ge=0, le=7 * 86_400)] = 60
    """How late a change may show up in the answer to that question."""
    deleted: Deleted = Deleted()
    """How deletions show."""
    parent: Text | None = None
    """The stream whose records these are children of: one list for each of them."""
    is_optional: bool = False
    """The warehouse is sound without it: forbidden, it is unavailable and no error."""
    scope: Text | None = None
    """What to grant where it is forbidden, in the system's words."""
    feeds: tuple[Feed, ...] = ()
    """The entities that it feeds."""


class RestSource(ApiSource):
    """A system behind an API that is described here."""

    credentials: ClassVar[tuple[Credential, ...]] = ("token", "login", "oauth")
    grants: ClassVar[tuple[Grant, ...]] = ("refresh_token", "client_credentials")
    own_entities: ClassVar[tuple[str, ...]] = ("lead", "deal")

    type: Literal["rest"]
    """Which connector reads it."""
    is_public: bool = False
    """The API asks for no credential."""
    token_header: Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9-]*$")] = (
        "Authorization"  # noqa: S105 (the name of a header)
    )
    """The header that carries the token."""
    token_prefix: str = "Bearer "  # noqa: S105 (RFC 6750)
    """What stands before the token there, with its blank; "" for the token alone."""
    client_auth: Literal["form", "basic"] = "form"
    """How the token endpoint, which is auth_url, wants the app's id and secret."""
    headers: Mapping[str, Scalar] = Field(default_factory=dict)
    """Further headers of every request, such as the version of the API; no secrets."""
    timezone: Text | None = None
    """Zone of times without one; default the reporting zone."""
    streams: Annotated[tuple[RestStream, ...], Field(min_length=1)]
    """What is read."""

    @property
    def is_open(self) -> bool:
        """Whether the system asks for no credential."""
        return self.is_public

    def note_mistakes(self, path: Path, places: Places) -> None:
        """Note what is wrong with the description."""
        rest_checks.check(self, path, places)
