"""Workbooks (XLSX and what else calamine reads) as sheets of cell texts."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from connectors.config.models import Table
from connectors.errors import TableRefused
from connectors.spreadsheet.sheet import TYPED, Sheet, from_chunks

Value = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an office file (a ZIP archive or an old compound file)."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def read_workbook(file: str, content: bytes, table: Table) -> Sheet:
    """One sheet of a workbook, by its name, else the first.

    Formulas are their last computed values, hidden rows are data like others. Raises TableRefused
    if the file cannot be read, the sheet is not there or has no header.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_name(table.sheet or book.sheet_names[0])
        values = sheet.to_python(skip_empty_area=False)
    except WorksheetNotFound:
        raise TableRefused(
            file,
            None,
            f"there is no sheet {table.sheet!r}",
            f"write `sheet:` with one of {', '.join(map(repr, book.sheet_names))}",
        ) from None
    except (CalamineError, IndexError) as error:
        raise TableRefused(
            file, None, f"the workbook cannot be read: {error}", "save it again as .xlsx"
        ) from None
    rows = [[cell if isinstance(cell, str) else _text(cell) for cell in row] for row in values]
    for line, header in enumerate(rows, 1):
        if line >= table.header_row and any(map(str.strip, header)):
            names = [name.removeprefix(TYPED) for name in header]
            below = (rows[line:], range(line + 1, len(rows) + 1))
            return from_chunks(file, names, line, [below], is_workbook=True)
    raise TableRefused(file, 1, "the sheet has no header row", "write the headers into line 1")


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # An id such as 15551234000.0 was typed without a fraction and is shown without one.
        exact = str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
        return TYPED + exact
    if isinstance(value, int):
        return f"{TYPED}{value}"
    if isinstance(value, datetime):
        return TYPED + value.isoformat(" ")
    if isinstance(value, date):
        # calamine gives a serial without a fraction as a date; whether the column is one of dates
        # is decided over the whole column.
        return f"{TYPED}{value.isoformat()} 00:00:00"
    return str(value)
