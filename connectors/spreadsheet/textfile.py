"""Text files of tables: CSV, TSV and their like, in whatever encoding and with whatever delimiter.

What a declaration says is not doubted; what none says is found out, or refused where it cannot be.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from connectors.config.models import Table
from connectors.errors import TableRefused
from connectors.spreadsheet.encoding import find_encoding
from connectors.spreadsheet.sheet import CHUNK_ROWS, Chunk, Sheet, from_chunks

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 200_000
_END = "\x00end of file\x00\n"
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
# One cell may hold a long note, never a whole file: that is a quote that does not close.
csv.field_size_limit(16 * 1024 * 1024)


def read_text(file: str, content: bytes, table: Table, wanted: Collection[str]) -> Sheet:
    """A text file as a sheet. `wanted` are the headers that the table names, normalised.

    Raises TableRefused if the bytes are no text, the quotes do not close or there is no header.
    """
    encoding, note = find_encoding(file, content, table.encoding)
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        sample = text.read(_SAMPLE_CHARACTERS).removeprefix("\ufeff")
        # Excel writes and reads a first line that names the delimiter; it is no row.
        named = _SEPARATOR_LINE.match(sample)
        skipped = 1 if named else 0
        first = max(table.header_row - skipped, 1)
        delimiter = table.delimiter or (named[1] if named else None)
        if delimiter is None:
            delimiter = "\t" if ".tsv" in file.lower() else find_delimiter(sample, first, wanted)
        text.seek(0)
        lines = islice(text, skipped, None)
        reader = csv.reader(
            # A last row that marks the end: a quote that never closes swallows it.
            chain(lines, [_END]),
            delimiter="\t" if delimiter == "\\t" else delimiter,
        )
        for header in reader:
            line = reader.line_num + skipped
            if line >= table.header_row and any(map(str.strip, header)) and header != [_END[:-1]]:
                header[0] = header[0].removeprefix("\ufeff")
                chunks = _chunks(file, reader, skipped)
                return from_chunks(file, header, line, chunks, note=note)
    raise TableRefused(file, 1, "the file has no header row", "export it again with its headers")


def find_delimiter(text: str, header_row: int, wanted: Collection[str]) -> str:
    """The delimiter that finds most wanted headers, then makes most rows equally long."""

    def fitness(delimiter: str) -> tuple[int, float, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [row for row in islice(reader, header_row - 1, header_row + _SAMPLE_ROWS) if row]
        if not rows or len(rows[0]) < 2:
            return 0, 0.0, 0
        found = sum(" ".join(header.split()).casefold() in wanted for header in rows[0])
        even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return found, even, len(rows[0])

    return max(_DELIMITERS, key=fitness)


def _chunks(file: str, reader: "Reader", skipped: int) -> Iterator[Chunk]:
    """The rows after the header with their lines; TableRefused for a quote that stays open."""
    is_closed = False
    while not is_closed:
        before = reader.line_num
        try:
            rows = list(islice(reader, CHUNK_ROWS))
        except csv.Error as error:
            line = reader.line_num + skipped
            raise TableRefused(
                file, line, f"not a table of cells: {error}", "export the file again"
            ) from None
        lines = _lines_of(rows, before + skipped + 1, reader.line_num - before)
        if len(rows) < CHUNK_ROWS:
            is_closed = rows[-1:] == [[_END[:-1]]]
            if not is_closed:
                raise TableRefused(
                    file,
                    lines[-1] if rows else before + skipped,
                    "a quote that is opened here is never closed",
                    "close it, or export again",
                )
            rows.pop()
        yield rows, lines[: len(rows)]


def _lines_of(rows: Sequence[Sequence[str]], first: int, count: int) -> Sequence[int]:
    """The line on which each row begins, where `rows` are `count` lines from line `first` on."""
    if count == len(rows):
        return range(first, first + count)
    lines = []
    for row in rows:
        lines.append(first)
        first += 1 + sum(_breaks(cell) for cell in row)
    return lines


def _breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")
