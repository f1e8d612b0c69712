"""Which rows a query wants and in which order, by the types of the fields that it names."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.errors import RefusedError
from sandbox.api.salesforce.schema import Field
from sandbox.api.salesforce.soql import Compare, Condition, Joined, Literal, Order

Row = dict[str, Any]
Get = Callable[[Row], Any]
Found = tuple[Field, Get]
Resolve = Callable[[str], Found]
"""Gives the field that a path leads to and how to read it of a row; raises RefusedError."""
Test = Callable[[Row], bool]

KINDS = {
    "datetime": "datetime",
    "date": "date",
    "boolean": "boolean",
    "currency": "number",
    "double": "number",
    "percent": "number",
    "int": "number",
}
"""The literals that a field of a type is compared with; all others are strings."""


def test_of(condition: Condition, resolve: Resolve) -> Test:
    """Whether a row meets the condition; raises RefusedError where it cannot be read."""
    if isinstance(condition, Compare):
        return _compare(condition, *resolve(condition.path))
    tests = [test_of(part, resolve) for part in condition.parts]
    if condition.word == "NOT":
        return lambda row: not tests[0](row)
    if condition.word == "AND":
        return lambda row: all(test(row) for test in tests)
    return lambda row: any(test(row) for test in tests)


def first_number(condition: Condition | None) -> int:
    """The number below which no id can meet the condition: what pages by id ask for."""
    if isinstance(condition, Joined) and condition.word == "AND":
        return max(map(first_number, condition.parts))
    is_lower = isinstance(condition, Compare) and condition.operator in (">", ">=", "=")
    if not is_lower or not isinstance(condition, Compare) or condition.path.lower() != "id":
        return 0
    try:
        return ids.number_of(str(condition.values[0].value))
    except ValueError:
        return 0


def sort(rows: list[tuple[Any, int]], orders: list[tuple[Order, int]]) -> None:
    """Sort (values to sort by, key) by the orders, each at its place among the values."""
    for order, place in reversed(orders):
        has_none_last = order.nulls_last != order.is_descending

        def key(row: tuple[Any, int], place: int = place, last: bool = has_none_last) -> Any:
            value = row[0][place]
            is_none = value is None
            return (is_none if last else not is_none, "" if is_none else _folded(value))

        rows.sort(key=key, reverse=order.is_descending)


def _compare(asked: Compare, field: Field, get: Get) -> Test:
    if not field.is_filterable:
        raise RefusedError(
            "INVALID_FIELD", f"field '{field.name}' can not be filtered in a query call"
        )
    wanted = KINDS.get(field.type, "string")
    for literal in asked.values:
        _check(field, wanted, literal)
    convert = _id if field.type in ("id", "reference") else _folded
    values = [convert(literal.value) for literal in asked.values]
    value, operator = values[0], asked.operator
    if operator == "LIKE":
        if wanted != "string" or field.type in ("id", "reference"):
            raise RefusedError("INVALID_FIELD", f"invalid operator on {field.type} field")
        return _like(str(value), get)
    if operator in ("IN", "NOT IN"):
        among = set(values)
        has = operator == "IN"
        return lambda row: (convert(get(row)) in among) == has
    if operator in ("=", "!="):
        has = operator == "="
        return lambda row: (convert(get(row)) == value) == has
    if wanted == "boolean" or value is None:
        raise RefusedError("INVALID_FIELD", f"invalid operator on {field.type} field")
    compare: dict[str, Callable[[Any], bool]] = {
        "<": lambda own: own < value,
        "<=": lambda own: own <= value,
        ">": lambda own: own > value,
        ">=": lambda own: own >= value,
    }
    check = compare[operator]

    def test(row: Row) -> bool:
        own = convert(get(row))
        return own is not None and check(own)

    return test


def _check(field: Field, wanted: str, literal: Literal) -> None:
    if literal.kind in (wanted, "null"):
        return
    is_quoted = literal.kind == "string"
    words = "not be enclosed in quotes" if is_quoted else "be enclosed in quotes"
    ending = f" and should {words}" if is_quoted or wanted == "string" else ""
    raise RefusedError(
        "INVALID_FIELD",
        f"value of filter criterion for field '{field.name}' must be of type {field.type}{ending}",
    )


def _like(pattern: str, get: Get) -> Test:
    parts = {"%": ".*", "_": "."}
    regex = re.compile("".join(parts.get(c, re.escape(c)) for c in pattern), re.DOTALL)

    def test(row: Row) -> bool:
        own = get(row)
        return own is not None and regex.fullmatch(_folded(own)) is not None

    return test


def _id(value: Any) -> Any:
    return ids.whole(value) if isinstance(value, str) else value


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
