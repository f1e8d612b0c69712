"""One table as it lies in a file: header texts, columns of cell texts, the line of each row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

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


def from_rows(
    file: str,
    headers: Sequence[str],
    header_line: int,
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    is_workbook: bool = False,
    note: str | None = None,
) -> Sheet:
    """Columns out of (line, cells): short rows are filled up, blank rows left out."""
    chunks = [_columns_of(chunk) for chunk in _chunked(rows)]
    width = max([len(headers), *(len(columns) for columns, _ in chunks)])
    columns = tuple(
        pa.chunked_array(
            [
                cells[index] if index < len(cells) else pa.repeat(pa.scalar("", CELL), len(lines))
                for cells, lines in chunks
            ],
            CELL,
        )
        for index in range(width)
    )
    line_numbers = pa.chunked_array([lines for _, lines in chunks], pa.int64())
    return Sheet(file, tuple(headers), header_line, columns, line_numbers, is_workbook, note)


def _chunked(
    rows: Iterable[tuple[int, Sequence[str]]],
) -> Iterator[list[tuple[int, Sequence[str]]]]:
    filled = ((line, cells) for line, cells in rows if any(cells) and any(map(str.strip, cells)))
    while chunk := list(islice(filled, CHUNK_ROWS)):
        yield chunk


def _columns_of(
    chunk: list[tuple[int, Sequence[str]]],
) -> tuple[list[pa.LargeStringArray], pa.Int64Array]:
    cells = zip_longest(*(cells for _, cells in chunk), fillvalue="")
    return [pa.array(column, CELL) for column in cells], pa.array([line for line, _ in chunk])
