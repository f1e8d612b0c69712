"""A company that is nothing but exports and a salescycle.yml, run once, and its published marts.

What belongs here: the way in and the comparison. What an export must come to is computed in its
test, over the rows of the export alone.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.cli import main

Rows = list[tuple[Any, ...]]


@contextmanager
def published(folder: Path, document: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file of one run over a folder of exports, read-only and in UTC."""
    config, home = folder / "salescycle.yml", folder / "home"
    config.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    code = main(["run", "--config", str(config), "--home", str(home), "--quiet"])
    assert code == 0, f"the run ended with {code}"
    with duckdb.connect(
        str(home / "published" / "salescycle.duckdb"), read_only=True
    ) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def plain() -> duckdb.DuckDBPyConnection:
    """An empty database for the SQL that the marts are held against."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    return connection


def differences(what: str, ours: Iterable[Any], wanted: Iterable[Any]) -> list[str]:
    """Rows that only one side has, numbers within a relative 1e-9; empty sides prove nothing."""
    have, want = [tuple(row) for row in ours], [tuple(row) for row in wanted]
    if not want:
        return [f"{what}: nothing to compare with"]
    left, found = Counter(map(_rounded, have)), []
    for row in want:
        key = _rounded(row)
        if left[key]:
            left[key] -= 1
        else:
            found.append(f"{what}: {row} is missing")
    found += [f"{what}: {row} is too much" for row, times in left.items() if times > 0]
    return [*found[:6], f"{what}: {len(found)} differences"] if len(found) > 6 else found


def _rounded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_number(value) for value in row)


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    if value == 0 or not math.isfinite(value):
        return 0.0 if value == 0 else value
    return float(f"{value:.9g}")
