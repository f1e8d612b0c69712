"""Dates, midnights and periods of a company: the rows of config.calendar, and what `as_of` means.

Needs only the zone, the first day of the week, the fiscal start and the working days.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH, ZoneInfo

from connectors.errors import ConfigError

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2199, 12, 31)


def local_to_utc(naive: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time in UTC.

    A time that the clocks skip takes the offset before the change (02:30 on 2026-03-29 in
    Copenhagen is 01:30Z), one that happens twice is the first. Raises OverflowError at the very
    ends of the years 1 to 9999.
    """
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class AsOf:
    """What "now" is.

    `as_of`: the instant to measure ages to (for a date: the midnight at its end). `cut`: the latest
    instant that counts. `day`: the date in the reporting zone, for whole days.
    """

    as_of: datetime
    cut: datetime
    day: date


def resolve_as_of(text: str | None, zone: ZoneInfo, now: datetime) -> AsOf:
    """Reads a date, a time with its offset, or None for `now` (aware).

    Raises ConfigError for anything else; its text does not say where `text` came from.
    """
    if text is None:
        return _instant(now.astimezone(UTC), zone)
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            end = local_to_utc(datetime.combine(day + timedelta(days=1), time()), zone)
            return AsOf(end, end - timedelta(microseconds=1), day)
        if not _DATE.match(text):
            raise ValueError(text)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ConfigError(
            f"{text!r} is neither a date nor a time; write 2026-03-31 or 2026-03-31T12:00:00Z"
        ) from None
    if moment.tzinfo is None:
        raise ConfigError(f"{text!r} does not say its offset; write {text}Z for UTC, or a date")
    return _instant(moment.astimezone(UTC), zone)


def _instant(moment: datetime, zone: ZoneInfo) -> AsOf:
    return AsOf(moment, moment, moment.astimezone(zone).date())


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """What the calendar depends on. Months and weekdays are numbered from 1 (January, Monday)."""

    timezone: str
    week_start: int
    fiscal_year_start: int
    working_weekdays: frozenset[int]


class Day(NamedTuple):
    """A row of config.calendar, in the order of its columns (`day` is `date` there)."""

    day: date
    midnight_at: datetime
    next_midnight_at: datetime
    is_working_weekday: bool
    week_key: str
    week_start: date
    month_key: str
    month_start: date
    quarter_key: str
    quarter_start: date
    year_key: str
    year_start: date


def week_of(day: date, week_start: int) -> tuple[str, date]:
    """Key and first day of the week of a date, for weeks that begin on weekday `week_start` (1..7).

    A week belongs to the year that holds at least four of its days, that is, its fourth day; week 1
    is a year's first. With Monday these are the ISO weeks.
    """
    start = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    middle = start + timedelta(days=3)
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    return f"{middle.year}-W{number:02}", start


def quarter_of(day: date, fiscal_year_start: int) -> tuple[str, date, str, date]:
    """Key and first day of the fiscal quarter, then of the fiscal year (named by its end)."""
    since = (day.month - fiscal_year_start) % 12
    starts = day.year if day.month >= fiscal_year_start else day.year - 1
    ends = starts if fiscal_year_start == 1 else starts + 1
    month = fiscal_year_start + since // 3 * 3
    quarter_start = date(starts + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    year_start = date(starts, fiscal_year_start, 1)
    return f"{ends}-Q{since // 3 + 1}", quarter_start, str(ends), year_start


def rules_hash(rules: CalendarRules) -> str:
    """Changes when a row of the calendar would: with the rules, or the zone's clock changes."""
    parts = (rules.timezone, rules.week_start, rules.fiscal_year_start)
    text = repr((*parts, sorted(rules.working_weekdays), FIRST_DATE, LAST_DATE))
    return hashlib.sha256(text.encode() + _zone_file(rules.timezone)).hexdigest()


def _zone_file(name: str) -> bytes:
    """The clock changes of a zone, from where zoneinfo takes them: the system, else tzdata."""
    for folder in TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def days(rules: CalendarRules) -> Iterator[Day]:
    """Every date from FIRST_DATE to LAST_DATE with its periods; a week or year may begin before."""
    zone = ZoneInfo(rules.timezone)
    day = FIRST_DATE
    midnight = local_to_utc(datetime.combine(day, time()), zone)
    month: tuple[str, date, str, date, str, date] | None = None
    week: tuple[str, date] | None = None
    while day <= LAST_DATE:
        following = day + timedelta(days=1)
        next_midnight = local_to_utc(datetime.combine(following, time()), zone)
        weekday = day.isoweekday()
        if week is None or weekday == rules.week_start:
            week = week_of(day, rules.week_start)
        if month is None or day.day == 1:
            month = (
                f"{day.year}-{day.month:02}",
                day.replace(day=1),
                *quarter_of(day, rules.fiscal_year_start),
            )
        yield Day(day, midnight, next_midnight, weekday in rules.working_weekdays, *week, *month)
        day, midnight = following, next_midnight
