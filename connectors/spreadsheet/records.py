"""The rows of a sheet as records: identity, canonical and original JSON, errors.

Everything here works on whole columns; only cells that are wrong are looked at one by one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from connectors.config.entities import ENTITIES
from connectors.spreadsheet.cells import Cells, plain, reason_of
from connectors.spreadsheet.fragments import as_json_strings, as_members, concatenated, joined
from connectors.spreadsheet.shape import Column, Feed
from connectors.spreadsheet.sheet import CELL, Sheet

_SLICE_ROWS = 100_000
_STREAMS_WITH_PARENT = frozenset({"stage_event", "owner_event", "activity", "deal_line"})

SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        # The record's id; null for rows that have no identity but their content.
        ("key", CELL),
        # False: the row lacks the fields that say what it is about; only its errors count.
        ("is_record", pa.bool_()),
        ("parent_id", CELL),
        # Members of the JSON objects, without braces; errors null where there are none.
        ("canonical", CELL),
        ("original", CELL),
        ("errors", CELL),
    ]
)


@dataclass
class Problems:
    """Counts of what is wrong with cells, by file, column and reason, each with its first place."""

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    first: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)

    def add(self, file: str, line: int, column: str, value: str, reason: str) -> None:
        """Count one cell."""
        kind = (file, column, reason)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.first.setdefault(kind, (line, value))

    def lines(self) -> list[str]:
        """One line per kind: `deals.csv:7: column 'won': 'n/a' is not a date (12 times)`."""
        found = []
        for (file, column, reason), count in self.counts.items():
            line, value = self.first[file, column, reason]
            shown = value if len(value) <= 40 else f"{value[:37]}..."
            times = f" ({count} times)" if count > 1 else ""
            found.append(f"{file}:{line}: column {column!r}: {shown!r} is {reason}{times}")
        return found


@dataclass(frozen=True)
class Reader:
    """Turns the sheets of one table into records. `constants` are canonical texts by field."""

    feed: Feed
    cells: Mapping[str, Cells]
    constants: Mapping[str, str]
    problems: Problems

    def records(self, sheet: Sheet, columns: tuple[Column, ...]) -> Iterator[pa.Table]:
        """Tables of SCHEMA, in the order of the file."""
        for start in range(0, sheet.rows, _SLICE_ROWS):
            rows = _Slice(self, sheet, columns, start)
            if self.feed.dates_of_stages:
                yield from rows.stage_dates()
            else:
                yield rows.table()


class _Slice:
    """Some rows of a sheet."""

    def __init__(
        self, reader: Reader, sheet: Sheet, columns: tuple[Column, ...], start: int
    ) -> None:
        self.reader = reader
        self.sheet = sheet
        self.columns = columns
        self.lines = sheet.lines.slice(start, _SLICE_ROWS).combine_chunks()
        self.texts = [column.slice(start, _SLICE_ROWS).combine_chunks() for column in sheet.columns]
        self.errors: dict[int, list[tuple[Column, bytes]]] = {}
        self.values = {column.field: self._value(column) for column in columns}

    def table(self) -> pa.Table:
        entity = ENTITIES[self.reader.feed.table.entity]
        for column in self.columns:
            if column.is_required:
                empty = pc.equal(pc.utf8_trim_whitespace(self.texts[column.index]), "")
                self._note(empty, column, "required and empty")
        key_fields = entity.key or ()
        required = {field.name for field in entity.fields if field.required}
        identity = [name for name in key_fields if name in required]
        is_record = pa.repeat(True, len(self.lines))
        for name in identity or [f.name for f in entity.fields if f.required and f.type == "text"]:
            is_record = pc.and_(is_record, pc.is_valid(self._filled(name)))
        if not identity:
            for group in entity.one_of:
                filled = pc.coalesce(*(self._filled(name) for name in group))
                is_record = pc.and_(is_record, pc.is_valid(filled))
        key = joined([pc.fill_null(self._filled(name), "") for name in key_fields], "|")
        if key_fields and not identity:
            # The key is optional: where it is filled it alone says which record this is.
            key = pc.if_else(pc.equal(key, ""), None, key)
            is_record = pc.or_(is_record, pc.is_valid(key))
        if not key_fields:
            key = pa.nulls(len(self.lines), CELL)
        parent = pa.nulls(len(self.lines), CELL)
        if self.reader.feed.stream in _STREAMS_WITH_PARENT:
            parent = pc.coalesce(self._filled("deal_id"), self._filled("lead_id"))
        return self._assembled(
            key=key,
            is_record=is_record,
            parent_id=parent,
            canonical=pc.if_else(is_record, self._canonical(), ""),
            original=self._original(range(len(self.texts))),
        )

    def stage_dates(self) -> Iterator[pa.Table]:
        """One event per filled date of each stage column, under `<id>|<stage>`."""
        (subject,) = ENTITIES[self.reader.feed.table.entity].key or ()
        ids = self._filled(subject)
        named = as_members(subject, as_json_strings(self.values[subject]))
        for column in self.columns:
            if column.field == subject:
                continue
            said = msgspec.json.encode(
                {"stage": column.field, "mapped_stage": column.field, "evidence": "sheet"}
            ).decode()[1:-1]
            entered = as_members("entered_at", as_json_strings(self.values[column.field]))
            blank = pc.equal(pc.utf8_trim_whitespace(self.texts[column.index]), "")
            table = self._assembled(
                key=joined([ids, pa.repeat(pa.scalar(column.field, CELL), len(ids))], "|"),
                is_record=pa.repeat(True, len(ids)),
                parent_id=ids,
                canonical=joined([named, pa.repeat(pa.scalar(said, CELL), len(ids)), entered], ","),
                original=self._original([column.index]),
                only=column,
            )
            yield table.filter(pc.and_(pc.is_valid(ids), pc.invert(blank)))

    def _value(self, column: Column) -> pa.Array:
        """The canonical texts of a field, null where empty or bad; bad cells are noted."""
        texts = self.texts[column.index]
        cells = self.reader.cells.get(column.field)
        if cells is None:
            texts = self._plain(texts)
            blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
            value = pc.if_else(blank, None, texts)
        else:
            value, is_bad = cells.convert(texts)
            if is_bad is not None:
                self._note(is_bad, column, reason_of(column.type))
        constant = self.reader.constants.get(column.field)
        return value if constant is None else pc.fill_null(value, constant)

    def _filled(self, name: str) -> pa.Array:
        """A field's values without blanks around them, as ids are compared."""
        if name in self.values:
            return pc.utf8_trim_whitespace(self.values[name])
        constant = self.reader.constants.get(name)
        return pa.repeat(pa.scalar(constant, CELL), len(self.lines))

    def _canonical(self) -> pa.Array:
        own = [
            as_members(column.field, as_json_strings(self.values[column.field]))
            for column in self.columns
            if not column.is_custom
        ]
        for name, constant in self.reader.constants.items():
            if name not in self.values:
                member = msgspec.json.encode({name: constant}).decode()[1:-1]
                own.append(pa.repeat(pa.scalar(member, CELL), len(self.lines)))
        custom = [
            as_members(column.field, as_json_strings(self.values[column.field]))
            for column in self.columns
            if column.is_custom
        ]
        if custom:
            inner = joined(custom, ",")
            wrapped = concatenated('"custom":{', inner, "}")
            own.append(pc.if_else(pc.equal(inner, ""), None, wrapped))
        return joined(own, ",")

    def _original(self, indices: Iterable[int]) -> pa.Array:
        """The cells as they are written, by header; empty ones say nothing and are left out."""
        names = _unique_names(self.sheet.headers, len(self.texts))
        members = []
        for index in indices:
            texts = self._plain(self.texts[index])
            texts = pc.if_else(pc.equal(texts, ""), None, texts)
            members.append(as_members(names[index], as_json_strings(texts)))
        return joined(members, ",")

    def _plain(self, texts: pa.Array) -> pa.Array:
        if not self.sheet.is_workbook:
            return texts
        encoded = texts.dictionary_encode()
        shown = pa.array([plain(text) for text in encoded.dictionary.to_pylist()], CELL)
        return shown.take(encoded.indices)

    def _note(self, is_bad: pa.BooleanArray, column: Column, reason: str) -> None:
        rows = pc.indices_nonzero(is_bad).to_pylist()
        for row in rows:
            value = plain(self.texts[column.index][row].as_py())
            line = self.lines[row].as_py()
            self.reader.problems.add(self.sheet.file, line, column.header, value, reason)
            error = {
                "kind": "bad_cell",
                "column": column.header,
                "value": value,
                "reason": reason,
                "file": self.sheet.file,
                "line": line,
            }
            self.errors.setdefault(row, []).append((column, msgspec.json.encode(error)))

    def _assembled(self, *, only: Column | None = None, **columns: pa.Array) -> pa.Table:
        errors: list[str | None] = [None] * len(self.lines)
        for row, found in self.errors.items():
            texts = [text for column, text in found if only in (None, column)]
            errors[row] = b",".join(texts).decode() if texts else None
        columns["line"] = self.lines
        columns["errors"] = pa.array(errors, CELL)
        return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _unique_names(headers: tuple[str, ...], width: int) -> list[str]:
    """Names for all columns: blank and repeated headers get their position."""
    names: list[str] = []
    for index in range(width):
        header = headers[index].removeprefix("\ufeff") if index < len(headers) else ""
        if not header.strip() or header in names:
            header = f"{header} (column {index + 1})".strip()
        names.append(header)
    return names
