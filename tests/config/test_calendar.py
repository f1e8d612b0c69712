"""Dates and midnights against arithmetic done by hand and against SQL's own calendar."""

import time
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from connectors.calendar import (
    AsOf,
    CalendarRules,
    Day,
    days,
    local_to_utc,
    quarter_of,
    resolve_as_of,
    rules_hash,
    week_of,
)
from connectors.errors import ConfigError

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
WORKWEEK = frozenset({1, 2, 3, 4, 5})


@cache
def calendar(zone: str = "Europe/Copenhagen", week: int = 1, fiscal: int = 1) -> dict[date, Day]:
    return {day.day: day for day in days(CalendarRules(zone, week, fiscal, WORKWEEK))}


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        # +01:00 until 02:00 on 29 March 2026, then +02:00: 02:30 does not exist, read with +01:00
        ("Europe/Copenhagen", "2026-03-29T01:59", "2026-03-29T00:59:00Z"),
        ("Europe/Copenhagen", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
        ("Europe/Copenhagen", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
        # 02:30 on 25 October happens at +02:00 and again at +01:00: the first
        ("Europe/Copenhagen", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        ("Europe/Copenhagen", "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
        # -05:00 before, -04:00 after 02:00 on 8 March 2026
        ("America/New_York", "2026-03-08T02:15", "2026-03-08T07:15:00Z"),
        # Brazil's clocks skipped midnight itself on 4 November 2018: -03:00 before
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00:00Z"),
        ("Asia/Kathmandu", "2026-01-01T05:45", "2026-01-01T00:00:00Z"),
    ],
)
def test_wall_times(zone, wall, instant):
    assert local_to_utc(datetime.fromisoformat(wall), ZoneInfo(zone)) == datetime.fromisoformat(
        instant
    )


def test_as_of_a_date_is_its_end_in_the_zone():
    # 31 March is +02:00, so it ends at 22:00Z
    assert resolve_as_of("2026-03-31", COPENHAGEN, datetime.now(UTC)) == AsOf(
        as_of=datetime(2026, 3, 31, 22, tzinfo=UTC),
        cut=datetime(2026, 3, 31, 21, 59, 59, 999999, tzinfo=UTC),
        day=date(2026, 3, 31),
    )


def test_as_of_an_instant_is_itself():
    # 22:30Z is 00:30 on the next day in Copenhagen
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    expected = AsOf(as_of=moment, cut=moment, day=date(2026, 4, 1))
    assert resolve_as_of("2026-03-31T22:30:00Z", COPENHAGEN, datetime.now(UTC)) == expected
    assert resolve_as_of("2026-04-01 00:30+02:00", COPENHAGEN, datetime.now(UTC)) == expected
    assert resolve_as_of(None, COPENHAGEN, moment) == expected
    assert resolve_as_of(None, COPENHAGEN, moment.astimezone(COPENHAGEN)) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-W09-1", "9999-12-31", "20260331"])
def test_as_of_that_is_nothing(text):
    with pytest.raises(ConfigError, match="write 2026-03-31 or 2026-03-31T12:00:00Z"):
        resolve_as_of(text, COPENHAGEN, datetime.now(UTC))


def test_as_of_without_an_offset_is_refused():
    with pytest.raises(ConfigError, match="does not say its offset; write 2026-03-31T12:00Z for"):
        resolve_as_of("2026-03-31T12:00", COPENHAGEN, datetime.now(UTC))


def test_every_date_of_three_centuries_quickly():
    started = time.process_time()
    rows = list(days(CalendarRules("Europe/Copenhagen", 1, 1, WORKWEEK)))
    assert time.process_time() - started < 2
    # 300 years; leap: every fourth, but not 1900 and 2100
    assert len(rows) == 300 * 365 + 75 - 2
    assert (rows[0].day, rows[-1].day) == (date(1900, 1, 1), date(2199, 12, 31))
    for before, after in pairwise(rows):
        assert after.day - before.day == timedelta(days=1)
        assert before.next_midnight_at == after.midnight_at


def test_midnights():
    rows = calendar()
    spring, autumn, winter = (
        rows[date(2026, 3, 29)],
        rows[date(2026, 10, 25)],
        rows[date(2026, 1, 5)],
    )
    assert spring.midnight_at == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert spring.next_midnight_at - spring.midnight_at == timedelta(hours=23)
    assert autumn.next_midnight_at - autumn.midnight_at == timedelta(hours=25)
    assert winter.midnight_at == datetime(2026, 1, 4, 23, tzinfo=UTC)
    assert [day.is_working_weekday for day in (spring, winter)] == [False, True]  # Sunday, Monday
    honolulu = calendar("Pacific/Honolulu")
    assert honolulu[date(2026, 2, 1)].midnight_at == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_a_date_that_a_zone_left_out_has_no_length():
    rows = calendar("Pacific/Apia")  # Samoa moved over the date line and had no 30 December 2011
    missing = rows[date(2011, 12, 30)]
    assert missing.midnight_at == missing.next_midnight_at == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_weeks_that_begin_on_monday_are_iso_weeks():
    rows = calendar()
    for day in rows.values():
        year, week, weekday = day.day.isocalendar()
        assert day.week_key == f"{year}-W{week:02}"
        assert day.week_start == day.day - timedelta(days=weekday - 1)


def test_week_and_fiscal_keys():
    # 1 January 2027 is a Friday of ISO week 53 of 2026, and of the third quarter since July
    day = calendar(fiscal=7)[date(2027, 1, 1)]
    assert (day.week_key, day.week_start) == ("2026-W53", date(2026, 12, 28))
    assert (day.month_key, day.month_start) == ("2027-01", date(2027, 1, 1))
    assert (day.quarter_key, day.quarter_start) == ("2027-Q3", date(2027, 1, 1))
    assert (day.year_key, day.year_start) == ("2027", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("fiscal", "day", "quarter", "quarter_start", "year", "year_start"),
    [
        (1, date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), "2026", date(2026, 1, 1)),
        (7, date(2026, 6, 30), "2026-Q4", date(2026, 4, 1), "2026", date(2025, 7, 1)),
        (7, date(2026, 7, 1), "2027-Q1", date(2026, 7, 1), "2027", date(2026, 7, 1)),
        (11, date(2026, 1, 31), "2026-Q1", date(2025, 11, 1), "2026", date(2025, 11, 1)),
        (11, date(2026, 2, 1), "2026-Q2", date(2026, 2, 1), "2026", date(2025, 11, 1)),
        (2, date(2026, 1, 15), "2026-Q4", date(2025, 11, 1), "2026", date(2025, 2, 1)),
        (12, date(2026, 12, 1), "2027-Q1", date(2026, 12, 1), "2027", date(2026, 12, 1)),
    ],
)
def test_fiscal_quarters_and_years(fiscal, day, quarter, quarter_start, year, year_start):
    assert quarter_of(day, fiscal) == (quarter, quarter_start, year, year_start)


def test_weeks_that_begin_on_sunday():
    # 1 January 2026 is a Thursday. Sunday weeks: 28 Dec - 3 Jan has only three days of 2026, so it
    # is the last of 2025; in 2025, 29 Dec 2024 - 4 Jan has four of its days and is its first
    assert week_of(date(2026, 1, 3), 7) == ("2025-W53", date(2025, 12, 28))
    assert week_of(date(2026, 1, 4), 7) == ("2026-W01", date(2026, 1, 4))
    assert week_of(date(2024, 12, 29), 7) == ("2025-W01", date(2024, 12, 29))


@pytest.mark.parametrize("week_start", range(1, 8))
def test_weeks_are_seven_days_and_numbered_without_gaps(week_start):
    every_day = [date(1990, 1, 1) + timedelta(days=n) for n in range(60 * 365)]
    weeks = dict(week_of(day, week_start) for day in every_day)
    assert len(weeks) > 3_000
    assert {start.isoweekday() for start in weeks.values()} == {week_start}
    for (before, start), (after, next_start) in pairwise(weeks.items()):
        assert next_start - start == timedelta(days=7)
        year, week = map(int, before.split("-W"))
        assert after in (f"{year}-W{week + 1:02}", f"{year + 1}-W01")
        assert sum((start + timedelta(days=n)).year == year for n in range(7)) >= 4
        assert 1 <= week <= 53


def test_rules_hash_changes_with_each_rule():
    rules = CalendarRules("Europe/Copenhagen", 1, 1, WORKWEEK)
    others = [
        CalendarRules("Europe/Oslo", 1, 1, WORKWEEK),
        CalendarRules("Europe/Copenhagen", 7, 1, WORKWEEK),
        CalendarRules("Europe/Copenhagen", 1, 7, WORKWEEK),
        CalendarRules("Europe/Copenhagen", 1, 1, WORKWEEK | {6}),
    ]
    assert rules_hash(rules) == rules_hash(CalendarRules("Europe/Copenhagen", 1, 1, WORKWEEK))
    assert len({rules_hash(other) for other in (rules, *others)}) == 5
