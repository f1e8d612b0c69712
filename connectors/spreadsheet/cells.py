"""The cells of a table as canonical texts, one distinct text at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from connectors.config.entities import FieldType
from connectors.errors import TableRefused
from connectors.spreadsheet.numbers import read_numbers
from connectors.spreadsheet.reading import ContradictionError, Decision, UndecidedError
from connectors.spreadsheet.shape import Column, Feed, normalized
from connectors.spreadsheet.sheet import CELL, TYPED, Sheet
from connectors.spreadsheet.times import read_times
from connectors.spreadsheet.wholecolumn import iso_times, plain_numbers

_BOOLEANS = {
    **dict.fromkeys(("yes", "true", "1", "y"), "true"),
    **dict.fromkeys(("no", "false", "0", "n"), "false"),
}
_REASONS: Mapping[FieldType, str] = {
    "time": "not a date or time",
    "number": "not a number",
    "boolean": "not yes or no",
    "text": "not a text",
}


class Cells(Protocol):
    """How the cells of one field read.

    `notation` is what the column turned out to be written in, if it decided anything.
    """

    @property
    def notation(self) -> str | None:
        """One of the notations of times or numbers."""

    def convert(self, texts: pa.Array) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Canonical texts, null where blank or bad, and which are bad (None: none)."""


@dataclass(frozen=True)
class DistinctCells:
    """Every distinct cell text with its canonical text, None for a bad cell, without the blank."""

    read: Mapping[str, str | None]
    notation: str | None

    def convert(self, texts: pa.Array) -> tuple[pa.Array, pa.BooleanArray | None]:
        """See `Cells`."""
        encoded = texts.dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        canonical = pa.array([self.read.get(text) for text in distinct], CELL)
        is_bad = pa.array([self.read.get(text, "") is None for text in distinct], pa.bool_())
        return canonical.take(encoded.indices), is_bad.take(encoded.indices)


def reason_of(kind: FieldType) -> str:
    """What a bad cell of a field of that type is."""
    return _REASONS[kind]


def plain(text: str) -> str:
    """A cell as a person sees it: a typed midnight is shown as its date."""
    return text[1:].removesuffix(" 00:00:00") if text.startswith(TYPED) else text


def read_cells(
    feed: Feed,
    field: str,
    kind: FieldType,
    places: Sequence[tuple[Sheet, Column]],
    known: str | None,
) -> Cells:
    """Read one field in all sheets of a table at once, so that all of them are read one way.

    `known` is the notation found in files that were read before. Raises TableRefused if the column
    can be read two ways or contradicts itself.
    """
    if (plainly := _plainly_written(feed, field, kind, places)) is not None:
        return plainly
    # In the order of the files, so that a refusal names the first cell that is in question.
    distinct = dict.fromkeys(
        text
        for sheet, column in places
        for text in sheet.columns[column.index].unique().to_pylist()
    )
    replaced = feed.table.values.get(field, {})
    # The text that is read for each cell text: without blanks around it, after the value map.
    meant = {
        text: replaced.get(plain(text).strip(), text.strip() if kind != "text" else plain(text))
        for text in distinct
        if text.strip()
    }
    try:
        decision = _decide(feed, kind, field, places, dict.fromkeys(meant.values()), known)
    except (UndecidedError, ContradictionError) as error:
        cells = {text for text, wanted in meant.items() if wanted == error.value}
        raise _refused(places, cells, field, kind, error) from None
    read = {text: decision.read[wanted] for text, wanted in meant.items()}
    return DistinctCells(read, decision.notation)


def _plainly_written(
    feed: Feed, field: str, kind: FieldType, places: Sequence[tuple[Sheet, Column]]
) -> Cells | None:
    if field in feed.table.values:
        return None
    where = [(sheet, column.index) for sheet, column in places]
    if kind == "number":
        return plain_numbers(where, feed.table.decimal, feed.table.thousands)
    return iso_times(where, feed.zone) if kind == "time" else None


def _decide(
    feed: Feed,
    kind: FieldType,
    field: str,
    places: Sequence[tuple[Sheet, Column]],
    texts: Iterable[str],
    known: str | None,
) -> Decision[str]:
    table = feed.table
    if kind == "number":
        return read_numbers(texts, decimal=table.decimal, thousands=table.thousands, known=known)
    if kind == "time":
        header = places[0][1].header if places else field
        declared = _declared_format(feed, field, header)
        return read_times(texts, zone=feed.zone, declared=declared, known=known)
    if kind == "boolean":
        return Decision(None, {text: _BOOLEANS.get(plain(text).casefold()) for text in texts})
    return Decision(None, {text: text for text in texts})


def _declared_format(feed: Feed, field: str, header: str) -> str | None:
    dates = feed.table.dates
    if dates is None or isinstance(dates, str):
        return dates
    named = {normalized(name): form for name, form in dates.items()}
    return named.get(field) or named.get(normalized(header))


def _refused(
    places: Sequence[tuple[Sheet, Column]],
    cells: set[str],
    field: str,
    kind: FieldType,
    error: UndecidedError | ContradictionError,
) -> TableRefused:
    """The refusal, at the first cell that holds the text in question."""
    file, line, header = "", None, field
    wanted = pa.array(sorted(cells), CELL)
    for sheet, column in places:
        where = pc.index(pc.is_in(sheet.columns[column.index], wanted), True).as_py()
        if where >= 0:
            file, line, header = sheet.file, sheet.lines[where].as_py(), column.header
            break
    fix = (
        f'add `dates: {{{field}: "%d/%m/%Y"}}` or "%m/%d/%Y" to the table'
        if kind == "time"
        else 'add `decimal: "."` or `decimal: ","` to the table'
    )
    if isinstance(error, ContradictionError):
        fix = f"write the column one way, or {fix}"
    return TableRefused(file, line, f"column {header!r}: {error}", fix)


def read_constant(feed: Feed, file: str, field: str, kind: FieldType, text: str) -> str:
    """The canonical text of a constant; TableRefused if it is not of the field's type."""
    try:
        value = _decide(feed, kind, field, (), [text], None).read[text]
    except (UndecidedError, ContradictionError):
        value = None
    if value is None:
        raise TableRefused(
            file,
            None,
            f"the constant {text!r} of {field} is {_REASONS[kind]}",
            "correct `constants:`",
        )
    return value
