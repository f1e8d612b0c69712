"""The runner: what is missing fails, what shrank fails, and nothing is written or printed."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from mart_rows import GOOD, build

from expectations import thresholds
from expectations.runner import check, checked_marts

CYCLE = GOOD["fct_sales_cycles"]
CONTEXT = {"report_context": [(GOOD["report_context"], 1)]}


def cycles(path: Path, rows: int) -> Path:
    return build(path, {**CONTEXT, "fct_sales_cycles": [(CYCLE, rows)]})


def test_a_missing_mart_is_a_failed_blocking_check_with_its_reason(tmp_path: Path) -> None:
    warehouse = build(tmp_path / "warehouse.duckdb", CONTEXT)

    (result,) = check(warehouse, marts=["funnel_conversion"])

    assert (result.mart, result.name, result.passed) == ("funnel_conversion", "is_there", False)
    assert result.stops_publishing
    assert "never built" in result.examples[0]


def test_without_a_choice_every_mart_is_asked_for(tmp_path: Path) -> None:
    warehouse = build(tmp_path / "warehouse.duckdb", CONTEXT)

    results = check(warehouse)

    assert {result.mart for result in results} == checked_marts()
    assert {"fct_sales_cycles", "contact_quality"} < checked_marts()
    assert {result.name for result in results} == {"is_there"}


def test_a_mart_without_a_column_is_not_there_either(tmp_path: Path) -> None:
    row = {column: value for column, value in CYCLE.items() if column != "dormant_days"}
    warehouse = build(tmp_path / "warehouse.duckdb", {**CONTEXT, "fct_sales_cycles": [(row, 1)]})

    (result,) = check(warehouse, marts=["fct_sales_cycles"])

    assert (result.name, result.stops_publishing) == ("is_there", True)
    assert "dormant_days" in result.examples[0]


@pytest.mark.parametrize(
    ("published", "now", "passed"),
    [
        (200, 100, True),  # exactly half
        (200, 99, False),
        (200, 0, False),
        (100, 49, False),
        (99, 1, True),  # too few to compare
        (200, 500, True),
    ],
)
def test_a_fact_must_keep_half_of_its_published_rows(
    published: int, now: int, passed: bool, tmp_path: Path
) -> None:
    previous = cycles(tmp_path / "published.duckdb", published)
    warehouse = cycles(tmp_path / "warehouse.duckdb", now)

    results = check(warehouse, marts=["fct_sales_cycles"], previous=previous)

    (volume,) = [result for result in results if result.name == "share_of_published_rows"]
    assert volume.passed == passed
    assert volume.stops_publishing != passed
    if not passed:
        assert volume.observed == pytest.approx(now / published)
        assert f"rows {now}, published_rows {published}" in volume.examples[0]


def test_a_mart_that_was_not_published_before_has_nothing_to_shrink_from(tmp_path: Path) -> None:
    previous = build(tmp_path / "published.duckdb", CONTEXT)
    warehouse = cycles(tmp_path / "warehouse.duckdb", 1)

    results = check(warehouse, marts=["fct_sales_cycles"], previous=previous)

    assert "share_of_published_rows" in {result.name for result in results if result.passed}


def test_a_warning_is_shown_with_its_limit_and_stops_nothing(tmp_path: Path) -> None:
    row = CYCLE | {"channel": "'unknown'"}
    warehouse = build(
        tmp_path / "warehouse.duckdb",
        {**CONTEXT, "fct_sales_cycles": [(row, thresholds.FEWEST_ROWS_FOR_A_SHARE)]},
    )

    failed = [
        result for result in check(warehouse, marts=["fct_sales_cycles"]) if not result.passed
    ]

    (result,) = failed
    assert (result.name, result.level) == ("unknown_channel_share", "warning")
    assert (result.observed, result.failing) == (1.0, 1)
    assert result.threshold == f"at most {thresholds.UNKNOWN_CHANNEL_SHARE:g}"
    assert not result.stops_publishing
    assert "source crm" in result.examples[0]


def test_a_share_among_few_records_says_nothing(tmp_path: Path) -> None:
    row = CYCLE | {"channel": "'unknown'"}
    few = [(row, thresholds.FEWEST_ROWS_FOR_A_SHARE - 1)]
    warehouse = build(tmp_path / "warehouse.duckdb", {**CONTEXT, "fct_sales_cycles": few})

    results = check(warehouse, marts=["fct_sales_cycles"])

    assert results
    assert [result.name for result in results if not result.passed] == []


def test_checking_writes_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    warehouse = cycles(tmp_path / "warehouse.duckdb", 3)
    before = warehouse.read_bytes()

    assert check(warehouse, marts=["fct_sales_cycles"])

    assert capfd.readouterr() == ("", "")
    assert [path.name for path in tmp_path.iterdir()] == ["warehouse.duckdb"]
    assert warehouse.read_bytes() == before
    duckdb.connect(str(warehouse)).close()  # and the file is free again


def test_importing_the_runner_leaves_great_expectations_alone() -> None:
    program = "import sys, expectations.runner; print('great_expectations' in sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False\n"
