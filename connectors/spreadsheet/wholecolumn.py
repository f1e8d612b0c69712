"""Columns whose every cell is written plainly, converted as a whole.

An export by a program writes ISO times and plain numbers. Such a column needs no decision and no
look at single cells; what comes out is what `times` and `numbers` make of the same cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from connectors.calendar import local_to_utc
from connectors.spreadsheet.numbers import NOTATIONS
from connectors.spreadsheet.sheet import CELL, TYPED, Sheet
from connectors.spreadsheet.times import constant_offset

_ISO = (
    r"^\s*\d{4}-\d\d-\d\d([ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z?)?\s*$",
    r"^\s*\d{4}-\d\d-\d\d\s*$",
    r"^\s*\d{4}-\d\d-\d\d[ T]00:00:00(\.0{1,6})?\s*$",
)
_NUMBER = r"^\s*-?(0|[1-9]\d*)(\.\d+)?\s*$"
_INTEGER = r"^\s*-?(0|[1-9]\d*)\s*$"
_TWO_WAYS = r"^\s*-?[1-9]\d{0,2}\.\d{3}\s*$"
_DAY = 86_400_000_000


@dataclass(frozen=True)
class PlainNumbers:
    """Numbers that are their own canonical text."""

    notation: str | None

    def convert(self, texts: pa.Array) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Canonical texts, null where blank; no cell is bad."""
        return _filled(texts), None


@dataclass(frozen=True)
class IsoTimes:
    """Dates, or wall times of a zone and UTC instants, in ISO 8601."""

    zone: ZoneInfo
    only_dates: bool
    notation: str | None = None

    def convert(self, texts: pa.Array) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Canonical texts, null where blank; no cell is bad."""
        texts = _filled(texts)
        days = pc.utf8_slice_codeunits(texts, 0, 10)
        if self.only_dates:
            return days, None
        has_time = pc.greater(pc.binary_length(texts), 10)
        return pc.if_else(has_time, self._instants(pc.if_else(has_time, texts, None)), days), None

    def _instants(self, texts: pa.Array) -> pa.Array:
        is_utc = pc.fill_null(pc.ends_with(texts, "Z"), True)
        wall = pc.utf8_rtrim(texts, "Z").cast(pa.timestamp("us"))
        moments = pc.fill_null(wall.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
        instants = np.where(is_utc.to_numpy(zero_copy_only=False), moments, self._to_utc(moments))
        utc = pa.array(instants, pa.int64()).cast(pa.timestamp("us")).cast(CELL)
        # The cast writes six decimals; canonical texts have as many as say something.
        short = pc.utf8_rtrim(pc.utf8_rtrim(utc, "0"), ".")
        joined = pc.replace_substring(short, " ", "T")
        found = pc.binary_join_element_wise(joined, pa.scalar("Z", CELL), pa.scalar("", CELL))
        return pc.if_else(pc.is_valid(texts), found, None)

    def _to_utc(self, moments: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        days, position = np.unique(moments // _DAY, return_inverse=True)
        first = date(1970, 1, 1)
        offsets = [constant_offset(first + timedelta(days=int(day)), self.zone) for day in days]
        microseconds = timedelta(microseconds=1)
        known = np.array([(offset or timedelta()) // microseconds for offset in offsets], np.int64)
        instants = moments - known[position]
        unsure = np.array([offset is None for offset in offsets], bool)[position]
        for row in np.flatnonzero(unsure):
            naive = datetime(1970, 1, 1) + timedelta(microseconds=int(moments[row]))  # noqa: DTZ001
            since = local_to_utc(naive, self.zone) - datetime(1970, 1, 1, tzinfo=UTC)
            instants[row] = since // microseconds
        return instants


def plain_numbers(
    places: Sequence[tuple[Sheet, int]], decimal: str | None, thousands: str | None
) -> PlainNumbers | None:
    """The column in all sheets, if every cell is a plain number with at most a decimal point.

    None also where none of them says whether 1.234 has a decimal point.
    """
    if decimal == "," or thousands == ".":
        return None
    if not all(_all_match(sheet, index, _NUMBER) for sheet, index in places):
        return None
    if decimal == "." or all(_all_match(sheet, index, _INTEGER) for sheet, index in places):
        return PlainNumbers(None)
    if any(sheet.is_workbook for sheet, _ in places):
        # Cells that a workbook holds as numbers say nothing about the cells it holds as texts.
        typed = all(_all_typed(sheet, index) for sheet, index in places)
        return PlainNumbers(None) if typed else None
    decided = f"({_TWO_WAYS})|({_INTEGER})"
    if thousands is None and all(_all_match(sheet, index, decided) for sheet, index in places):
        return None
    return PlainNumbers(NOTATIONS[0])


def iso_times(places: Sequence[tuple[Sheet, int]], zone: ZoneInfo) -> IsoTimes | None:
    """The column in all sheets, if every cell is an ISO date, wall time or UTC instant."""
    every, dates, midnights = _ISO
    if not all(_all_match(sheet, index, every) for sheet, index in places):
        return None
    times = IsoTimes(
        zone, all(_all_match(sheet, index, f"{dates}|{midnights}") for sheet, index in places)
    )
    try:
        for sheet, index in places:
            for chunk in sheet.columns[index].chunks:
                # Dates that no calendar has, such as 2026-02-30, fail here.
                pc.utf8_slice_codeunits(_filled(chunk), 0, 10).cast(pa.date32())
                years = pc.utf8_slice_codeunits(_filled(chunk), 0, 4).cast(pa.int32())
                extremes = pc.min_max(years).as_py()
                if (
                    extremes["min"] is not None
                    and not 1 < extremes["min"] <= extremes["max"] < 9999
                ):
                    return None
    except pa.ArrowInvalid:
        return None
    return times


def _bare(texts: pa.Array) -> pa.Array:
    """Without the mark of typed cells and without blanks around."""
    return pc.utf8_trim_whitespace(pc.utf8_ltrim(texts, TYPED))


def _filled(texts: pa.Array) -> pa.Array:
    bare = _bare(texts)
    return pc.if_else(pc.equal(bare, ""), None, bare)


def _all_match(sheet: Sheet, index: int, pattern: str) -> bool:
    for chunk in sheet.columns[index].chunks:
        filled = _filled(chunk).drop_null()
        if not pc.all(pc.match_substring_regex(filled, pattern)).as_py():
            return False
    return True


def _all_typed(sheet: Sheet, index: int) -> bool:
    for chunk in sheet.columns[index].chunks:
        filled = chunk.filter(pc.not_equal(pc.utf8_trim_whitespace(chunk), ""))
        if not pc.all(pc.starts_with(filled, TYPED)).as_py():
            return False
    return True
