"""Numbers as people write them, into plain decimal text."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from connectors.spreadsheet.reading import Decision, decide
from connectors.spreadsheet.sheet import TYPED

NOTATIONS = ("decimal point", "decimal comma")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_SPACES = " \u00a0\u202f\u2009"
# Currency signs stand beside amounts and say nothing about the number; which currency it is comes
# from a column or a constant.
_CURRENCY = "€$£¥₹₩₽₺₪₫฿₴"


def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    mark = f"[{re.escape(thousands)}]"
    # A group of three that follows a leading zero is a fraction, never thousands.
    grouped = rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+"
    return re.compile(
        rf"(?P<whole>{grouped}|\d+)?(?:{re.escape(decimal)}(?P<fraction>\d+)?)?"
        r"(?:[eE](?P<exponent>[+-]?\d{1,2}))?"
    )


def read_numbers(
    texts: Iterable[str],
    *,
    decimal: str | None = None,
    thousands: str | None = None,
    known: str | None = None,
) -> Decision[str]:
    """Read the distinct texts of one column; a text that is no number reads as None.

    `decimal` and `thousands` are the declared marks; of what is declared nothing is guessed. Where
    nothing is, blanks and apostrophes group digits too. Raises UndecidedError, ContradictionError.
    """
    patterns = {
        name: _pattern(*marks) for name, marks in _possible_marks(decimal, thousands).items()
    }
    meanings: dict[str, list[str | None]] = {}
    for text in texts:
        if text.startswith(TYPED):
            meanings[text] = [_checked(text[1:])] * len(patterns)
        elif thousands is None and decimal != "," and _PLAIN.fullmatch(text) and "." not in text:
            meanings[text] = [text] * len(patterns)
        else:
            meanings[text] = [_number(text, pattern) for pattern in patterns.values()]
    return decide(tuple(patterns), meanings, known)


def _possible_marks(decimal: str | None, thousands: str | None) -> dict[str, tuple[str, str]]:
    """Notation -> (decimal mark, marks between thousands) that the declaration leaves open."""
    found = {}
    for name, mark in zip(NOTATIONS, ".,", strict=True):
        other = "," if mark == "." else "."
        if decimal not in (None, mark) or thousands == mark:
            continue
        between = f"{other}{_SPACES}'’" if thousands is None else thousands  # noqa: RUF001
        found[name] = (mark, _SPACES if between in _SPACES else between)
    return found


def _number(text: str, pattern: re.Pattern[str]) -> str | None:
    bare = text.strip(_SPACES + _CURRENCY)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip(_SPACES + _CURRENCY)
    if bare[:1] in ("-", "+", "\u2212"):
        negative ^= bare[0] != "+"
        bare = bare[1:].strip(_SPACES + _CURRENCY)
    match = pattern.fullmatch(bare)
    if match is None or not (match["whole"] or match["fraction"]):
        return None
    digits = re.sub(r"\D", "", match["whole"] or "0").lstrip("0") or "0"
    fraction = f".{match['fraction']}" if match["fraction"] else ""
    plain = ("-" if negative else "") + digits + fraction
    return _checked(f"{plain}e{match['exponent']}" if match["exponent"] else plain)


def _checked(text: str) -> str | None:
    """Plain decimal text; None for a typed cell that holds a date."""
    if _PLAIN.fullmatch(text):
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return format(value, "f") if value.is_finite() else None
