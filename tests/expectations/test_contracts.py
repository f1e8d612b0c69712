"""Suites read the columns that the dbt project promises, and repeat none of its tests."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from expectations.loading import suites
from expectations.runner import check

RANGE_TESTS = {"is_share", "non_negative"}


@pytest.fixture(scope="module")
def declared() -> dict[str, dict[str, Any]]:
    """Every mart's declaration: columns with data types and tests."""
    folder = Path(str(files("dbt_project") / "models" / "marts"))
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.rglob("*.yml"))]
    models = {
        model["name"]: model for document in documents for model in document.get("models", [])
    }
    assert set(suites()) <= set(models)
    return models


def test_the_contracts_have_every_column_that_a_suite_reads(
    declared: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema marts")
        for mart, model in declared.items():
            columns = ", ".join(f"{each['name']} {each['data_type']}" for each in model["columns"])
            connection.execute(f"create table marts.{mart} ({columns})")

    results = check(warehouse)

    assert {result.mart for result in results} >= set(suites())
    assert [(r.mart, r.name, r.examples) for r in results if not r.passed] == []


def _ranges_in_sql(model: dict[str, Any]) -> Iterator[str]:
    """Columns of a model that a dbt test holds to a range, declared on the model or the column."""
    for column in model["columns"]:
        names = {test if isinstance(test, str) else next(iter(test)) for test in _tests_of(column)}
        if names & RANGE_TESTS:
            yield column["name"]
    for test in _tests_of(model):
        name, settings = next(iter(test.items()))
        if name in RANGE_TESTS:
            yield from settings["arguments"]["columns"]


def _tests_of(declaration: dict[str, Any]) -> list[Any]:
    return declaration.get("data_tests", [])


def test_no_range_is_asserted_in_sql_and_in_a_suite(declared: dict[str, dict[str, Any]]) -> None:
    in_sql = {
        (mart, column) for mart, model in declared.items() for column in _ranges_in_sql(model)
    }
    in_suites = {
        (mart, each.column)
        for mart, frames in suites().items()
        for frame in frames
        for each in frame.expectations
        if "min_value" in each.arguments
    }

    assert in_sql
    assert in_suites
    assert sorted(in_sql & in_suites) == []
