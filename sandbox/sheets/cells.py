"""How values are written in the cells of each sheet, and how a sheet is written as a whole."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from sandbox.company.clock import ZONE, Moment

Row = Sequence[str]


def local(moment: Moment | None) -> str:
    """A date, or a time of the company's zone without saying so."""
    if moment is None:
        return ""
    if moment.is_day:
        return f"{moment.day}"
    return moment.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def utc(moment: Moment) -> str:
    """A date, or a time with its zone."""
    return f"{moment.day}" if moment.is_day else instant(moment.at)


def instant(at: datetime) -> str:
    """A time with its zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def slashed(at: datetime | None) -> str:
    """A time (UTC) of which nobody can tell the day from the month."""
    return at.astimezone(UTC).strftime("%d/%m/%Y %H:%M") if at else ""


def danish(number: float | None) -> str:
    """An amount with a comma before the cents and dots between the thousands."""
    if number is None:
        return ""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def text_of(
    header: Row, rows: Iterable[Row], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """The bytes of a text sheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding)


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def workbook_of(sheet: str, header: Row, rows: Iterable[Sequence[str | float]]) -> bytes:
    """The bytes of a workbook of one sheet (ECMA-376), the same for the same cells.

    Libraries write the time of writing into it, and this has to be repeatable.
    """
    table: list[Sequence[str | float]] = [header, *rows]
    lines = "".join("<row>" + "".join(map(_cell, row)) + "</row>" for row in table)
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": WORKBOOK.format(sheet=escape(sheet)),
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            target="worksheets/sheet1.xml", kind="worksheet"
        ),
        "xl/worksheets/sheet1.xml": SHEET.format(rows=lines),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), XML + part)
    return buffer.getvalue()


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def put(path: Path, content: bytes) -> None:
    """Make `path` hold `content`, whole or not at all; a file that does is left alone."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
