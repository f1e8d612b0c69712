"""Durations, percentiles and ratios, each as defined once for the whole warehouse."""

from collections.abc import Iterable
from datetime import date, datetime

from sandbox.company.clock import Moment

SECONDS = 86400.0


def days_between(start: Moment, end: Moment) -> float | None:
    """Days from start to end: exact between instants, whole if either is known to the day only.

    None if it would be negative.
    """
    if start.is_day or end.is_day:
        days = float((end.day - start.day).days)
    else:
        days = (end.at - start.at).total_seconds() / SECONDS
    return days if days >= 0 else None


def age(start: Moment, now: datetime, today: date) -> float:
    """Days from start to the end of today: whole if start is known to the day only."""
    if start.is_day:
        return float((today - start.day).days)
    return (now - start.at).total_seconds() / SECONDS


def percentile(values: Iterable[float | None], share: float) -> float | None:
    """The value below which `share` of the values lie, linear between two; None of none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    place = share * (len(known) - 1)
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (place - below) * (known[above] - known[below])


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values there are; None of none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def ratio(part: float | None, whole: float | None) -> float | None:
    """part / whole; None without a whole."""
    return part / whole if part is not None and whole else None
