"""Every suite passes ordinary rows, and every expectation refuses the rows it is there for."""

from pathlib import Path

import pytest
from bad_rows import BAD
from mart_rows import GOOD, Bad, build

from expectations.loading import SuiteError, load, suites
from expectations.runner import check, frames_of
from expectations.volume import is_compared


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "warehouse.duckdb"
    return build(path, {mart: [(row, 2)] for mart, row in GOOD.items()})


def test_every_suite_passes_ordinary_rows(good: Path) -> None:
    results = check(good, marts=suites())

    assert {result.mart for result in results} == set(suites())
    assert [(r.mart, r.name, r.observed, r.examples) for r in results if not r.passed] == []


def test_every_suite_passes_an_empty_mart(tmp_path: Path) -> None:
    tables = {mart: [(row, 0)] for mart, row in GOOD.items()}
    empty = build(
        tmp_path / "warehouse.duckdb", {**tables, "report_context": [(GOOD["report_context"], 1)]}
    )

    results = check(empty, marts=suites())

    assert {result.mart for result in results} == set(suites())
    assert [(r.mart, r.name, r.examples) for r in results if not r.passed] == []


def test_every_expectation_has_rows_that_fail_it() -> None:
    declared = {
        (mart, each.name)
        for mart in suites()
        for frame in frames_of(mart)
        for each in frame.expectations
        if not (is_compared(mart) and each.name == "share_of_published_rows")
    }

    assert declared
    assert {(bad.mart, bad.name) for bad in BAD} == declared


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.mart}-{bad.name}")
def test_an_expectation_refuses_its_bad_rows(bad: Bad, tmp_path: Path) -> None:
    ordinary = GOOD[bad.mart]
    assert set(bad.changes) <= set(ordinary)
    path = build(
        tmp_path / "warehouse.duckdb",
        {
            "report_context": [(GOOD["report_context"], 1)],
            bad.mart: [(ordinary, bad.good), (ordinary | bad.changes, bad.bad)],
        },
    )

    results = {result.name: result for result in check(path, marts=[bad.mart])}

    found = results[bad.name]
    assert not found.passed
    assert found.failing > 0
    assert found.examples
    assert bad.shows in found.examples[0]
    assert bad.hides is None or not any(bad.hides in text for text in found.examples)
    assert found.stops_publishing == (found.level == "blocking")


def test_a_suite_of_no_mart_is_refused_when_suites_are_loaded() -> None:
    with pytest.raises(SuiteError, match="of no mart: fct_stage_visits"):
        load("expectations.suites", frozenset(suites()) - {"fct_stage_visits"})
