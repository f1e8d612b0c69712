"""Checks the marts of a warehouse: the last gate before anyone may see them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from duckdb import DuckDBPyConnection

from expectations import volume
from expectations.loading import marts as all_marts
from expectations.loading import suites
from expectations.results import CheckResult
from expectations.suite import Frame

if TYPE_CHECKING:
    import pandas as pd


def check(
    warehouse: Path, *, marts: Iterable[str] | None = None, previous: Path | None = None
) -> list[CheckResult]:
    """Judge the marts against their suites and, where it is given, the published file before.

    `warehouse` is opened read-only, so it must not be open for writing elsewhere. `marts` defaults
    to all that have something to check. `previous` is a published database of the same
    configuration and an earlier or equal `as_of`: against another one, volumes say nothing.

    A mart that is not there, or lacks a column, fails one blocking check, `is_there`; an empty one
    passes. Raises EngineError if an expectation cannot be evaluated, duckdb.Error if a file cannot
    be read.
    """
    wanted = sorted(checked_marts() if marts is None else set(marts))
    published: dict[str, int] = {}
    if previous is not None:
        with _open(previous) as connection:
            published = volume.rows_of(connection, wanted)
    results: list[CheckResult] = []
    with _open(warehouse) as connection:
        present = volume.rows_of(connection, wanted)
        for mart in wanted:
            if mart in present:
                results += _judge_all(connection, mart, published.get(mart))
            else:
                results.append(_not_there(mart, "its model failed or was never built"))
    return results


def checked_marts() -> frozenset[str]:
    """The marts that have a suite, or a volume to compare."""
    return frozenset(suites()) | {mart for mart in all_marts() if volume.is_compared(mart)}


def frames_of(mart: str, published_rows: int | None = None) -> tuple[Frame, ...]:
    """Everything that is checked of a mart, its volume included."""
    declared = suites().get(mart, ())
    if volume.is_compared(mart):
        return (*declared, volume.frame(mart, published_rows))
    return declared


def _judge_all(
    connection: DuckDBPyConnection, mart: str, published_rows: int | None
) -> list[CheckResult]:
    results: list[CheckResult] = []
    for frame in frames_of(mart, published_rows):
        try:
            rows = connection.execute(frame.query).df()
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            return [_not_there(mart, str(error).partition("\n")[0])]
        results += _judge(mart, frame, rows)
    return results


def _judge(mart: str, frame: Frame, rows: "pd.DataFrame") -> Iterator[CheckResult]:
    from expectations.engine import validate
    from expectations.examples import describe, worst

    for outcome in validate(rows, frame.expectations, name=mart):
        expectation = outcome.expectation
        yield CheckResult(
            mart=mart,
            name=expectation.name,
            level=expectation.level,
            passed=not outcome.failing,
            observed=worst(rows, expectation),
            threshold=expectation.threshold,
            failing=len(outcome.failing),
            examples=describe(frame, rows, expectation, outcome.failing),
            says=expectation.says,
        )


def _not_there(mart: str, why: str) -> CheckResult:
    return CheckResult(
        mart=mart,
        name="is_there",
        level="blocking",
        passed=False,
        observed=None,
        threshold="a table with the columns that its suite reads",
        failing=1,
        examples=(f"marts.{mart}: {why}",),
        says="A mart that is not there cannot be published; build it again.",
    )


@contextmanager
def _open(database: Path) -> Iterator[DuckDBPyConnection]:
    connection = duckdb.connect(database, read_only=True)
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
