"""One table as it lies in a file: header texts, columns of cell texts, the line of each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, zip_longest

import pyarrow as pa

TYPED = "\x02"
"""First character of a cell that a workbook holds as a number or a date, not as text.

It follows no notation, so declared or found-out notations do not apply to it. XML cannot hold this
character, so no text of a workbook begins with it.
"""
CHUNK_ROWS = 20_000
CELL = pa.large_string()


@dataclass(frozen=True)
class Sheet:
    """`columns[i]` holds the cells under `headers[i]`, "" where empty; `lines` counts from 1.

    There can be more columns than headers, where rows are longer than the header row.
    """

    file: str
    headers: tuple[str, ...]
    header_line: int
    columns: tuple[pa.ChunkedArray, ...]
    lines: pa.ChunkedArray
    is_workbook: bool = False
    note: str | None = None
    """What the user should know about how the file was read."""

    @property
    def rows(self) -> int:
        """Rows that are not blank."""
        return len(self.lines)


Chunk = tuple[Sequence[Sequence[str]], Sequence[int]]
"""Rows of cell texts and the line of each."""


def from_chunks(
    file: str,
    headers: Sequence[str],
    header_line: int,
    chunks: Iterable[Chunk],
    *,
    is_workbook: bool = False,
    note: str | None = None,
) -> Sheet:
    """Columns out of rows: short rows are filled up, blank rows left out."""
    parts = [_columns_of(*chunk) for chunk in chunks]
    width = max([len(headers), *(len(columns) for columns, _ in parts)])
    columns = tuple(
        pa.chunked_array(
            [
                cells[index] if index < len(cells) else pa.repeat(pa.scalar("", CELL), len(lines))
                for cells, lines in parts
            ],
            CELL,
        )
        for index in range(width)
    )
    line_numbers = pa.chunked_array([lines for _, lines in parts], pa.int64())
    return Sheet(file, tuple(headers), header_line, columns, line_numbers, is_workbook, note)


def _columns_of(
    rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> tuple[list[pa.LargeStringArray], pa.Int64Array]:
    filled = ["".join(row).strip() != "" for row in rows]
    if not all(filled):
        rows, lines = list(compress(rows, filled)), list(compress(lines, filled))
    columns = [pa.array(column, CELL) for column in zip_longest(*rows, fillvalue="")]
    return columns, pa.array(lines, pa.int64())
