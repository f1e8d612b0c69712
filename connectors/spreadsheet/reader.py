"""One table read: its files opened, its columns found and decided, ready to become records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from connectors.config.entities import ENTITIES, FieldType
from connectors.connector import Progress
from connectors.errors import TruncatedRead
from connectors.spreadsheet.cells import Cells, read_cells, read_constant
from connectors.spreadsheet.files import TableFile, read_sheet
from connectors.spreadsheet.numbers import NOTATIONS
from connectors.spreadsheet.plan import PlannedTable
from connectors.spreadsheet.records import Problems, Reader
from connectors.spreadsheet.shape import Column
from connectors.spreadsheet.sheet import Sheet

COMPANY = "company"
"""Name of the source that the sheets in `company/` make."""


@dataclass(frozen=True)
class ReadTable:
    """A table's sheets with every column decided. Nothing can be refused any more."""

    table: PlannedTable
    files: Sequence[TableFile]
    sheets: Sequence[tuple[Sheet, tuple[Column, ...]]]
    cells: dict[str, Cells]
    constants: dict[str, str]

    @property
    def notes(self) -> list[str]:
        """What the user should know about how the files were read."""
        return [sheet.note for sheet, _ in self.sheets if sheet.note]

    def records(self, problems: Problems) -> Iterator[tuple[TableFile, pa.Table]]:
        """The records of each file, file after file."""
        reader = Reader(self.table.feed, self.cells, self.constants, problems)
        for file, (sheet, columns) in zip(self.files, self.sheets, strict=True):
            for rows in reader.records(sheet, columns):
                yield file, rows

    def state(self) -> dict[str, Any]:
        """The state of the table's partition once these records have landed."""
        digests = {file.name: file.digest for file in self.files}
        counts = {
            file.name: sheet.rows for file, (sheet, _) in zip(self.files, self.sheets, strict=True)
        }
        if not self.table.is_full:
            # files that were not read this time are as they were
            digests = {**self.table.state.get("files", {}), **digests}
            counts = {**self.table.state.get("file_rows", {}), **counts}
        notations = {field: cells.notation for field, cells in self.cells.items() if cells.notation}
        return {
            "files": digests,
            "mapping": self.table.feed.declaration,
            "rows": sum(counts.values()),
            "file_rows": counts,
            "notations": {**_known_notations(self.table), **notations},
        }


def _known_notations(table: PlannedTable) -> dict[str, str]:
    """Field -> notation that the table's earlier files settled, under the same declaration."""
    if table.state.get("mapping") != table.feed.declaration:
        return {}
    found: dict[str, str] = table.state.get("notations", {})
    return found


def read_table(
    source: str,
    table: PlannedTable,
    files: Sequence[TableFile],
    *,
    accept_shrink: bool,
    progress: Progress | None,
) -> ReadTable:
    """Read the files of one table.

    Raises TableRefused if that cannot be done safely, TruncatedRead if a full table lost more than
    half of its rows and `accept_shrink` is not given.
    """
    feed = table.feed
    sheets = []
    for file in files:
        sheet = read_sheet(file, feed.table, feed.wanted_headers)
        sheets.append((sheet, feed.columns(sheet)))
        if progress is not None:
            progress(file.name, sum(sheet.rows for sheet, _ in sheets))
    rows = sum(sheet.rows for sheet, _ in sheets)
    before = table.state.get("rows", 0)
    if table.is_full and rows * 2 < before and not accept_shrink:
        raise TruncatedRead(files[0].name, rows, before)
    known = _known_notations(table)
    places: dict[tuple[str, FieldType], list[tuple[Sheet, Column]]] = {}
    for sheet, columns in sheets:
        for column in columns:
            # Text without a value map is taken as it is, whole columns at a time.
            if column.type != "text" or column.field in feed.table.values:
                places.setdefault((column.field, column.type), []).append((sheet, column))
    cells = {
        field: read_cells(feed, field, kind, where, _expected(source, kind, known.get(field)))
        for (field, kind), where in places.items()
    }
    types = {field.name: field.type for field in ENTITIES[feed.table.entity].fields}
    types.update(feed.custom)
    constants = {
        field: read_constant(feed, files[0].name, field, types[field], text)
        for field, text in feed.table.constants.items()
        if field in types
    }
    return ReadTable(table, files, sheets, cells, constants)


def _expected(source: str, kind: FieldType, known: str | None) -> str | None:
    # The sheets in company/ have no declaration; where nothing else decides they are written as
    # the product's own templates are, with a decimal point.
    return NOTATIONS[0] if known is None and source == COMPANY and kind == "number" else known
