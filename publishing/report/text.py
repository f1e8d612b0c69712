"""How values become words: money, days, shares, dates, stage names, safe links."""

import re
from datetime import date, datetime

NONE = "–"  # noqa: RUF001 (typographic, on purpose)


def number(value: float | None) -> str:
    """Write a count or plain number with thousands separators."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def money(value: float | None, currency: str) -> str:
    """Write an amount to the whole unit, with its currency's code."""
    return NONE if value is None else f"{currency} {value:,.0f}"


def short_money(value: float | None, currency: str) -> str:
    """Write an amount to three significant figures, for headlines and axes."""
    if value is None:
        return NONE
    for size, unit in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            scaled = value / size
            digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            return f"{currency} {scaled:.{digits}f}{unit}"
    return money(value, currency)


def percent(value: float | None) -> str:
    """Write a share (0.318) as a percentage (31.8%)."""
    return NONE if value is None else f"{value * 100:,.1f}%"


def days(value: float | None) -> str:
    """Write a duration in days: one decimal below 100."""
    if value is None:
        return NONE
    shown = f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:,.1f}"
    return f"{shown} day" if shown == "1" else f"{shown} days"


def day(value: date | None) -> str:
    """Write a date without a chance of mixing day and month."""
    return NONE if value is None else f"{value.day} {value:%b %Y}"


def moment(value: datetime | None) -> str:
    """Write a local date and time to the minute."""
    return NONE if value is None else f"{value.day} {value:%b %Y %H:%M}"


def tenth(value: float | None) -> str:
    """Write a number of days, its unit named elsewhere: one decimal below 100."""
    if value is None:
        return NONE
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def sentence(words: str) -> str:
    """Begin with a capital and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def title(key: str | None) -> str:
    """Turn a key of the marts (`no_show`) into words (`No show`)."""
    return NONE if not key else key.replace("_", " ").capitalize()


def safe_url(value: str | None) -> str | None:
    """Return the link if a browser may follow it: http and https only, never script."""
    if value and re.match(r"https?://[^\s]+$", value):
        return value
    return None
