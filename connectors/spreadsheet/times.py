"""Dates and times as people write them, into `2026-01-05` or `2026-01-05T09:00:00Z`."""

import calendar
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.calendar import local_to_utc
from connectors.spreadsheet.reading import Decision, decide
from connectors.spreadsheet.sheet import TYPED

NOTATIONS = ("day first", "month first", "year first")
_MONTHS = [month.lower() for month in calendar.month_name[1:]]
_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s*(?P<zone>Z|z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)
_DIGITS = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<mark>[/.\-])(?P<b>\d\d?)(?P=mark)(?P<c>\d{{1,4}}){_TIME}"
)
_COMPACT = re.compile(rf"(?P<a>\d{{4}})(?P<b>\d\d)(?P<c>\d\d){_TIME}")
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)??(?:(?P<day>\d\d?)(?:st|nd|rd|th)?[\s\-./]*(?P<month>[A-Za-z]{3,9})\.?"
    r"|(?P<month2>[A-Za-z]{3,9})\.?[\s\-./]+(?P<day2>\d\d?)(?:st|nd|rd|th)?)"
    rf"[\s\-.,/]+(?P<year>\d{{4}}|\d\d){_TIME}"
)
Moment = date | datetime
"""A calendar date, or a wall time (naive), or an instant (aware)."""


def read_times(
    texts: Iterable[str], *, zone: ZoneInfo, declared: str | None = None, known: str | None = None
) -> Decision[str]:
    """Read the distinct texts of one column; a text that is no date or time reads as None.

    ISO 8601 is always understood. `declared` is a strptime format; times that do not follow it are
    read in its order of day, month and year. Without it the column decides, or UndecidedError or
    ContradictionError is raised. A wall time is one of `zone`. Where every wall time of a column is
    midnight, its export wrote dates with an empty time: they are dates.
    """
    notations = NOTATIONS if declared is None else (_order(declared),)
    meanings: dict[str, tuple[Moment | None, ...]] = {}
    for text in texts:
        bare = text.removeprefix(TYPED)
        iso = _iso(bare)
        if iso is not None:
            meanings[text] = (iso,) * len(notations)
        elif declared is not None:
            meanings[text] = (_by_format(bare, declared) or _meanings(bare, notations)[0],)
        else:
            meanings[text] = _meanings(bare, notations)
    decision = decide(notations, meanings, known)
    moments = [moment for moment in decision.read.values() if moment is not None]
    only_dates = all(_is_date(moment) for moment in moments)
    clock = _Clock(zone)
    return Decision(
        decision.notation,
        {
            text: None if moment is None else clock.text(moment, as_date=only_dates)
            for text, moment in decision.read.items()
        },
    )


def _is_date(moment: Moment) -> bool:
    return not isinstance(moment, datetime) or (
        moment.tzinfo is None and moment.time() == time(0, 0)
    )


class _Clock:
    """Wall times of one zone into UTC text; a day on which no clock changes is looked up once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._day_offset = lru_cache(maxsize=None)(lambda day: constant_offset(day, zone))

    def text(self, moment: Moment, *, as_date: bool) -> str | None:
        if not isinstance(moment, datetime):
            return moment.isoformat()
        if as_date:
            return moment.date().isoformat()
        try:
            if moment.tzinfo is not None:
                moment = moment.astimezone(UTC)
            elif (offset := self._day_offset(moment.date())) is not None:
                moment = moment - offset
            else:
                moment = local_to_utc(moment, self._zone)
        except OverflowError:
            return None
        text = moment.replace(tzinfo=None).isoformat()
        return (text.rstrip("0") if "." in text else text) + "Z"


def constant_offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """The zone's offset over a whole day, or None if it changes on that day or right beside it."""
    try:
        offsets = {
            datetime.combine(day + timedelta(days=days), time(), zone).utcoffset()
            for days in (-1, 0, 1, 2)
        }
    except OverflowError:
        return None
    return offsets.pop() if len(offsets) == 1 else None


def _iso(text: str) -> Moment | None:
    # fromisoformat also reads weeks and ordinal days, which nobody writes into a sheet.
    if len(text) < 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _order(declared: str) -> str:
    """The order of day, month and year in a strptime format."""
    day, month, year = (
        min((declared.find(code) for code in codes if code in declared), default=99)
        for codes in (("%d", "%-d", "%x"), ("%m", "%-m", "%b", "%B"), ("%Y", "%y"))
    )
    if year < day and year < month:
        return "year first"
    return "day first" if day < month else "month first"


def _by_format(text: str, declared: str) -> Moment | None:
    try:
        moment = datetime.strptime(text, declared)  # noqa: DTZ007
    except ValueError:
        return None
    has_time = any(code in declared for code in ("%H", "%I", "%M", "%S", "%c", "%X", "%T", "%R"))
    return moment if has_time else moment.date()


def _meanings(text: str, notations: tuple[str, ...]) -> tuple[Moment | None, ...]:
    if match := _DIGITS.fullmatch(text):
        a, b, c = match["a"], match["b"], match["c"]
        if len(a) == 4:
            # Nobody writes year, day, month.
            return (_moment((a, b, c), match),) * len(notations)
        readings = {
            "day first": (c, b, a) if len(a) <= 2 and len(c) in (2, 4) else None,
            "month first": (c, a, b) if len(a) <= 2 and len(c) in (2, 4) else None,
            "year first": (a, b, c) if len(a) == 2 and len(c) <= 2 else None,
        }
        return tuple(_moment(readings[notation], match) for notation in notations)
    moment = None
    if match := _COMPACT.fullmatch(text):
        moment = _moment((match["a"], match["b"], match["c"]), match)
    elif match := _NAMED.fullmatch(text):
        written = (match["month"] or match["month2"]).lower()
        month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(written)), None)
        if month is not None or written == "sept":
            number = str(month or 9)
            moment = _moment((match["year"], number, match["day"] or match["day2"]), match)
    return (moment,) * len(notations)


def _moment(parts: tuple[str, str, str] | None, match: re.Match[str]) -> Moment | None:
    if parts is None:
        return None
    year, month, day = map(int, parts)
    if len(parts[0]) == 2:
        # The window that strptime's %y uses.
        year += 2000 if year < 69 else 1900
    try:
        on = date(year, month, day)
        if match["hour"] is None:
            return on
        hour = int(match["hour"])
        if match["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
        fraction = int((match["fraction"] or "")[:6].ljust(6, "0"))
        at = time(hour, int(match["minute"]), int(match["second"] or 0), fraction)
        return datetime.combine(on, at, _zone(match["zone"]))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
