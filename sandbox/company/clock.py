"""The company's calendar: its zone, its days, and moments known to the second or to the day."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
FIRST_DAY = date(2024, 7, 1)
OPENING_DAY = date(2026, 6, 30)
"""Day 0: the last day of the history that exists when the sandbox is opened for the first time."""

SATURDAY = 5
OFFICE_OPENS = 8 * 3600
OFFICE_CLOSES = 18 * 3600


@cache
def midnight(day: date) -> datetime:
    """The instant (UTC) at which `day` begins in the company's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def local_day(at: datetime) -> date:
    """The calendar day of an instant in the company's zone."""
    return at.astimezone(ZONE).date()


def day_of(number: int) -> date:
    """The date of the company's day `number`; 0 is the opening day."""
    return OPENING_DAY + timedelta(days=number)


def end_of(number: int) -> datetime:
    """The first instant (UTC) after day `number`: what happens earlier has happened."""
    return midnight(day_of(number + 1))


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: an instant (UTC), or a day of which the time is not known.

    A moment known to the day has `at` at that day's midnight in the company's zone, or at the
    earlier event of the same day that it must follow.
    """

    at: datetime
    is_day: bool = False

    @property
    def day(self) -> date:
        """The calendar day in the company's zone."""
        return local_day(self.at)


def on(day: date) -> Moment:
    """The moment that is known only as `day`."""
    return Moment(midnight(day), is_day=True)


def office_time(day: date, dice: random.Random) -> datetime:
    """A random second of office hours on `day`, or on Monday if `day` is on a weekend.

    The clocks change on Sundays, so on the days that are left a local time is so many seconds
    after midnight.
    """
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return midnight(day) + timedelta(seconds=dice.randrange(OFFICE_OPENS, OFFICE_CLOSES))


def later(at: datetime, days: float, dice: random.Random) -> datetime:
    """Some office time about `days` after `at`, and always after it."""
    found = office_time(local_day(at + timedelta(days=days)), dice)
    if found <= at:
        return at + timedelta(seconds=dice.randrange(600, 5400))
    return found
