"""How the rows of a mart are held against the rows that a hand-worked case expects.

`mismatches` is the whole of it: keep the rows that `where` names, pair what is left with the
expected rows by key, and compare of each pair only the columns that the expected row names. Names
like `@ann` stand for ids not known beforehand: one name is one value and two names are two values
within a case.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
TOLERANCE = 1e-6


@dataclass
class Names:
    """What each `@name` of a case turned out to be."""

    known: dict[str, Any] = field(default_factory=dict)

    def agrees(self, name: str, value: Any) -> bool:
        """Bind an unknown name to a value, or hold a known one against it."""
        if name in self.known:
            return bool(self.known[name] == value)
        if value is None or value in self.known.values():
            return False
        self.known[name] = value
        return True


def is_name(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("@")


def same(expected: Any, actual: Any, names: Names) -> bool:
    """Numbers within 1e-6, timestamps as instants, dates as dates, text exactly, null only null."""
    if is_name(expected):
        return names.agrees(expected, actual)
    if expected is None or actual is None:
        return expected is None and actual is None
    if isinstance(actual, bool) or isinstance(expected, bool):
        return isinstance(actual, bool) and expected == actual
    if isinstance(actual, dt.datetime):
        return dt.datetime.fromisoformat(str(expected)) == actual
    if isinstance(actual, dt.date):
        return dt.date.fromisoformat(str(expected)) == actual
    if isinstance(actual, int | float):
        return not isinstance(expected, str) and abs(float(expected) - float(actual)) <= TOLERANCE
    return str(expected) == str(actual)


def _kept(row: Row, where: Mapping[str, Any], names: Names) -> bool:
    for column, wanted in where.items():
        options = wanted if isinstance(wanted, list) else [wanted]
        unbound = [option for option in options if is_name(option) and option not in names.known]
        if unbound:
            raise AssertionError(f"{unbound} stand in `where` before anything binds them")
        values = [names.known[option] if is_name(option) else option for option in options]
        if not any(same(value, row[column], names) for value in values):
            return False
    return True


def _missing_columns(rows: Iterable[Row], wanted: Iterable[str]) -> list[str]:
    have = next(iter(rows), None)
    return [] if have is None else [column for column in wanted if column not in have]


def mismatches(mart: str, actual: list[Row], block: Mapping[str, Any], names: Names) -> list[str]:
    """Everything in which a mart differs from one `expect` block; empty when it is as expected."""
    expected: list[Row] = block["rows"]
    where = block.get("where", {})
    key = block["key"]
    wanted = {*where, *key, *(column for row in expected for column in row)}
    missing = _missing_columns(actual, sorted(wanted))
    if missing:
        return [f"{mart}: no column {', '.join(missing)}"]
    left = [row for row in actual if _kept(row, where, names)]
    found: list[str] = []
    for row in expected:
        pairs = [
            other for other in left if all(same(row.get(k), other[k], _tried(names)) for k in key)
        ]
        shown = ", ".join(f"{k}={row.get(k)}" for k in key)
        if len(pairs) != 1:
            near = [{k: other[k] for k in key} for other in left][:12]
            found.append(f"{mart}: {len(pairs)} rows for {shown}; there are {near}")
            continue
        left.remove(pairs[0])
        found += [
            f"{mart}: {shown}: {column} is {pairs[0][column]!r}, expected {value!r}"
            for column, value in row.items()
            if not same(value, pairs[0][column], names)
        ]
    if left and not block.get("subset", False):
        found += [
            f"{mart}: unexpected row { ({c: row[c] for c in sorted(wanted)}) }" for row in left
        ]
    return found


def _tried(names: Names) -> Names:
    """A copy to try a key on, so that a pair that fails binds nothing."""
    return Names(dict(names.known))


def forbidden(mart: str, actual: list[Row], rows: Iterable[Row], names: Names) -> list[str]:
    """The rows of `not_rows` that a mart has after all."""
    return [
        f"{mart}: has the row {row} that must not exist"
        for row in rows
        for other in actual
        if all(same(value, other[column], _tried(names)) for column, value in row.items())
    ]
