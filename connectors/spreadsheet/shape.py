"""What a table declares, resolved: the fields of a stream and the columns that fill them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec

from connectors.config.entities import ENTITIES, FieldType
from connectors.config.models import SpreadsheetSource, Table
from connectors.connector import ConfiguredSource
from connectors.errors import TableRefused
from connectors.spreadsheet.sheet import Sheet

STAGE_STREAM = "stage_event"
# Raised when the same file and declaration would be read differently than by an earlier release.
_READER_VERSION = 1


@dataclass(frozen=True)
class Column:
    """A column that is read: the canonical field, its type and where it lies in the sheet."""

    field: str
    type: FieldType
    header: str
    index: int
    is_custom: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class Feed:
    """One table as it feeds one stream. `partition` names it in the stream's state.

    `dates_of_stages`: the table's rows are of another entity (lead or deal) and its `stage_dates`
    make the events.
    """

    table: Table
    stream: str
    partition: str
    zone: ZoneInfo
    custom: tuple[tuple[str, FieldType], ...] = ()
    dates_of_stages: bool = False

    @property
    def declaration(self) -> str:
        """SHA-256 of everything but the files that decides what the table's rows become."""
        text = msgspec.json.encode(
            [
                _READER_VERSION,
                self.table.model_dump(mode="json"),
                self.stream,
                self.zone.key,
                self.custom,
            ]
        )
        return hashlib.sha256(text).hexdigest()

    @property
    def wanted_headers(self) -> frozenset[str]:
        """The headers that the declaration names, normalised."""
        entity = ENTITIES[self.table.entity]
        named = [*self.table.columns.values(), *self.table.stage_dates.values()]
        return frozenset(map(normalized, named if self.table.columns else [*named, *entity.names]))

    def columns(self, sheet: Sheet) -> tuple[Column, ...]:
        """The columns of a sheet that fill fields.

        Raises TableRefused for a mapped header that is missing or there twice, and for a required
        field that nothing fills.
        """
        headers = _Headers(sheet)
        found = tuple(self._found(headers))
        filled = {column.field for column in found} | self.table.constants.keys()
        entity = ENTITIES[self.table.entity]
        groups = [(field.name,) for field in entity.fields if field.required]
        for group in (*groups, *entity.one_of):
            if not self.dates_of_stages and filled.isdisjoint(group):
                raise TableRefused(
                    sheet.file,
                    sheet.header_line,
                    f"no column fills {' or '.join(group)}, which {entity.name} needs",
                    f"add `{group[0]}: HEADER` to `columns:`; the file has {headers.listed}",
                )
        return found

    def _found(self, headers: "_Headers") -> Iterator[Column]:
        entity = ENTITIES[self.table.entity]
        columns = self.table.columns
        for field in entity.fields:
            if self.dates_of_stages and field.name not in (entity.key or ()):
                continue
            if field.name in columns:
                index = headers.find(columns[field.name], field.name, "columns")
            elif columns or (position := headers.look(field.name)) is None:
                continue
            else:
                index = position
            header = headers.names[index]
            yield Column(field.name, field.type, header, index, is_required=field.required)
        if self.dates_of_stages:
            for stage, header in self.table.stage_dates.items():
                index = headers.find(header, stage, "stage_dates")
                yield Column(stage, "time", headers.names[index], index)
            return
        for name, kind in self.custom:
            position = (
                headers.find(columns[name], name, "columns")
                if name in columns
                else headers.look(name)
            )
            if position is not None:
                yield Column(name, kind, headers.names[position], position, is_custom=True)


class _Headers:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.names = sheet.headers

    @property
    def listed(self) -> str:
        return ", ".join(repr(name) for name in self.names if name.strip())

    def look(self, wanted: str) -> int | None:
        """Position of a header: as it is written, else without regard to case and blanks."""
        for matches in (
            [index for index, name in enumerate(self.names) if name == wanted],
            [i for i, name in enumerate(self.names) if normalized(name) == normalized(wanted)],
        ):
            if len(matches) > 1:
                raise TableRefused(
                    self.sheet.file,
                    self.sheet.header_line,
                    f"the header {wanted!r} is there {len(matches)} times",
                    "give the columns different headers",
                )
            if matches:
                return matches[0]
        return None

    def find(self, wanted: str, field: str, key: str) -> int:
        position = self.look(wanted)
        if position is None:
            raise TableRefused(
                self.sheet.file,
                self.sheet.header_line,
                f"there is no column {wanted!r}",
                f"correct `{key}: {{{field}: ...}}`; the file has {self.listed}",
            )
        return position


def normalized(header: str) -> str:
    """A header without regard to case, blanks around it and how many blanks within it."""
    return " ".join(header.replace("\ufeff", "").split()).casefold()


def tables_of(source: ConfiguredSource) -> tuple[Table, ...]:
    """The tables that the source declares."""
    assert isinstance(source.settings, SpreadsheetSource)  # noqa: S101 - the registry sees to it
    return source.settings.tables


def feeds(source: ConfiguredSource) -> dict[str, list[Feed]]:
    """Stream -> the tables that feed it, in the order of the configuration."""
    found: dict[str, list[Feed]] = {}
    for table in tables_of(source):
        zone = ZoneInfo(table.timezone or source.company.reporting_timezone)
        streams: list[tuple[str, bool]] = [(table.entity, False)]
        if table.stage_dates:
            streams.append((STAGE_STREAM, True))
        for stream, dates_of_stages in streams:
            same = found.setdefault(stream, [])
            name = table.path if table.sheet is None else f"{table.path}#{table.sheet}"
            count = sum(feed.partition.split(" (")[0] == name for feed in same)
            fields = source.settings.fields.get(table.entity, {})
            same.append(
                Feed(
                    table,
                    stream,
                    name if not count else f"{name} ({count + 1})",
                    zone,
                    tuple((field, custom.type) for field, custom in fields.items()),
                    dates_of_stages,
                )
            )
    return found
