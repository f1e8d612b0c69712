"""Finding rows: the conditions of `q`, the order, which fields."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.api.oracle.record import Row, instant

RECORD_SETS = frozenset({"ALL", "ORG", "TEAM", "MGR", "MYTEAM"})
CONDITION = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|>|<|\bin\b)\s*(.+?)\s*", re.IGNORECASE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT.+")
Test = Callable[[Row], bool]


class RefusedError(Exception):
    """A question that cannot be answered."""


def parse(text: str, known: frozenset[str]) -> tuple[str, list[Test]]:
    """The record set ("" for none) and the conditions of `q`.

    Raises RefusedError for a condition that cannot be read or a field that is not known.
    """
    record_set, tests = "", []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = CONDITION.fullmatch(part)
        if found is None:
            raise RefusedError(f"the condition {part} cannot be read")
        name, operator, value = found[1], found[2].lower(), found[3]
        if name == "RecordSet":
            record_set = value.strip("'")
            if record_set not in RECORD_SETS or operator != "=":
                raise RefusedError(f"there is no record set {value}")
            continue
        if name not in known:
            raise RefusedError(f"there is no attribute {name}")
        tests.append(_test(name, operator, value))
    return record_set, tests


def ordered(rows: Iterable[Row], order: str, known: frozenset[str]) -> list[Row]:
    """The rows in the order asked for; without one in no order that anybody may build on."""
    found = list(rows)
    if not order:
        return sorted(found, key=lambda row: str(row.get("LastUpdateDate")), reverse=True)
    for part in reversed(order.split(",")):
        name, _, way = part.strip().partition(":")
        if name not in known or way not in ("", "asc", "desc"):
            raise RefusedError(f"nothing can be ordered by {part}")
        found.sort(key=lambda row, name=name: _key(row.get(name)), reverse=way == "desc")  # type: ignore[misc]
    return found


def projected(rows: Sequence[Row], fields: str, known: frozenset[str]) -> list[Row]:
    """The rows with the fields asked for, all of them if none is."""
    if not fields:
        return [dict(row) for row in rows]
    names = fields.split(",")
    for name in names:
        if name not in known:
            raise RefusedError(f"there is no attribute {name}")
    return [{name: row.get(name) for name in names} for row in rows]


def _test(name: str, operator: str, text: str) -> Test:
    if operator == "in":
        among = {_value(part) for part in text.strip("()").split(",")}
        return lambda row: row.get(name) in among
    value = _value(text)
    compare: dict[str, Callable[[Any], bool]] = {
        "=": lambda own: bool(own == value),
        "!=": lambda own: bool(own != value),
        ">": lambda own: bool(own > value),
        ">=": lambda own: bool(own >= value),
        "<": lambda own: bool(own < value),
        "<=": lambda own: bool(own <= value),
    }
    check = compare[operator]

    def test(row: Row) -> bool:
        own = row.get(name)
        try:
            return own is not None and check(own)
        except TypeError:
            raise RefusedError(f"{text} is no value for {name}") from None

    return test


def _value(text: str) -> Any:
    text = text.strip()
    if text.startswith("'") and text.endswith("'"):
        text = text[1:-1]
    elif text.lstrip("-").isdigit():
        return int(text)
    if TIME.fullmatch(text):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise RefusedError(f"{text} is no time") from None
        return instant(at if at.tzinfo else at.replace(tzinfo=UTC))
    return text


def _key(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
