"""Text files of tables: CSV, TSV and their like, in whatever encoding and with whatever delimiter.

What a declaration says is not doubted; what none says is found out, or refused where it cannot be.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import charset_normalizer

from connectors.config.models import Table
from connectors.errors import TableRefused
from connectors.spreadsheet.sheet import Sheet, from_rows

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_WORD = re.compile(r"\S+")
# Letters of other languages turn up as such when they are read as Windows-1252.
_SYMBOL_IN_WORD = re.compile(
    r"[^\W\d_][\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7€ƒ„…†‡ˆ‰‹•˜™›][^\W\d_]"  # noqa: RUF001
    r"|[\xa1-\xa9\xab-\xb4\xb6-\xb9\xbc-\xbe][a-zà-ÿ]{2}"
)
_END = "\x00end of file\x00"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# One cell may hold a long note, never a whole file: that is a quote that does not close.
csv.field_size_limit(16 * 1024 * 1024)


def read_text(file: str, content: bytes, table: Table, wanted: Collection[str]) -> Sheet:
    """A text file as a sheet. `wanted` are the headers that the table names, in lower case.

    Raises TableRefused if the bytes are no text, the quotes do not close or there is no header.
    """
    text, note = decode(file, content, table.encoding)
    skipped = 0
    delimiter = table.delimiter
    if match := _SEPARATOR_LINE.match(text):
        # Excel writes and reads this line; it is no row.
        text, skipped = text[match.end() :], 1
        delimiter = delimiter or match[1]
    first = max(table.header_row - skipped, 1)
    if delimiter is None:
        delimiter = "\t" if ".tsv" in file.lower() else find_delimiter(text, first, wanted)
    delimiter = "\t" if delimiter == "\\t" else delimiter
    rows = _rows(file, text, delimiter, skipped)
    for line, header in rows:
        if line >= table.header_row and any(map(str.strip, header)):
            return from_rows(file, header, line, rows, note=note)
    raise TableRefused(file, 1, "the file has no header row", "export it again with its headers")


def decode(file: str, content: bytes, declared: str | None) -> tuple[str, str | None]:
    """The text of a file's bytes and a note if its encoding was a guess.

    Declared encoding, else mark, UTF-8, UTF-16, Windows-1252. Bytes that do not read like a western
    language in Windows-1252 are refused (TableRefused): a wrong guess spoils names without a sign.
    """
    if declared is not None:
        return _decode_as(file, content, declared), None
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_as(file, content, encoding), None
    if (wide := _utf16_without_mark(content)) is not None:
        return _decode_as(file, content, wide), None
    if b"\x00" in content:
        raise _no_text(file, content.count(b"\n", 0, content.index(b"\x00")) + 1)
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return _decode_legacy(file, content, error.start)


def _decode_as(file: str, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except LookupError:
        raise TableRefused(
            file, None, f"there is no encoding {encoding!r}", "write `encoding: utf-8` or its like"
        ) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableRefused(
            file, line, f"the bytes are not {encoding}", "add or correct `encoding:`"
        ) from None
    return text.removeprefix("\ufeff")


def _utf16_without_mark(content: bytes) -> str | None:
    """Every second byte of western UTF-16 is zero; other text has no zero bytes."""
    sample = content[:2000]
    if len(sample) < 4 or len(content) % 2:
        return None
    for encoding, zeros, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[zeros::2].count(0) > len(sample) // 3 and not sample[letters::2].count(0):
            return encoding
    return None


def _decode_legacy(file: str, content: bytes, position: int) -> tuple[str, str]:
    """The text as Windows-1252 and a note that says so, if that reads like a western language."""
    line = content.count(b"\n", 0, position) + 1
    sample = b"\n".join(islice((row for row in content.splitlines() if not row.isascii()), 2000))
    if _looks_western(sample):
        text = content.decode("cp1252", "replace")
        if "\ufffd" not in text:
            word = next(found[0] for found in _WORD.finditer(text) if not found[0].isascii())
            return text, (
                f"{file}:{line}: read as Windows-1252, such as {word!r}; if that is wrong, "
                "add `encoding:` to the table"
            )
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise _no_text(file, line)
    raise TableRefused(
        file,
        line,
        f"the encoding is not UTF-8, UTF-16 or Windows-1252 (perhaps {best.encoding})",
        f"add `encoding: {best.encoding}` to the table, or the encoding that it really has",
    )


def _looks_western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    readable = bool(charset_normalizer.from_bytes(sample, cp_isolation=["cp1252"]))
    return readable and not _SYMBOL_IN_WORD.search(text)


def _no_text(file: str, line: int) -> TableRefused:
    return TableRefused(
        file, line, "the file is not text", "export it as CSV or as an .xlsx workbook"
    )


def find_delimiter(text: str, header_row: int, wanted: Collection[str]) -> str:
    """The delimiter that finds most wanted headers, then makes most rows equally long."""

    def fitness(delimiter: str) -> tuple[int, float, int]:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
        rows = [row for row in islice(reader, header_row - 1, header_row + _SAMPLE_ROWS) if row]
        if not rows or len(rows[0]) < 2:
            return 0, 0.0, 0
        found = sum(header.strip().casefold() in wanted for header in rows[0])
        even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return found, even, len(rows[0])

    return max(_DELIMITERS, key=fitness)


def _rows(
    file: str, text: str, delimiter: str, skipped: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yields (line on which the row begins, its cells); raises TableRefused for open quotes."""
    # With an end mark as a last row, a quote that never closes shows: it swallows the mark.
    source = io.StringIO(f"{text}\n{_END}\n", newline="")
    reader = csv.reader(source, delimiter=delimiter)
    line = skipped + 1
    try:
        for cells in reader:
            if cells and cells[-1].endswith(f"{_END}\n"):
                break
            if cells == [_END]:
                return
            if cells:
                yield line, cells
            line = reader.line_num + skipped + 1
    except csv.Error as error:
        raise TableRefused(
            file, line, f"not a table of cells: {error}", "export the file again"
        ) from None
    raise TableRefused(
        file, line, "a quote that is opened here is never closed", "close it, or export again"
    )
