"""Every hand-worked case gives its rows, through the command that a user runs.

The cases lie outside the repository, in `../shared/cases` or in the folder that SALESCYCLE_CASES
names; without any, this fails. Each case is one company in an empty home, one run per night.
"""

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.cli import main
from tests.cases.company_of_a_case import nights, write_configuration, write_night
from tests.cases.matching import Names, Row, forbidden, mismatches

FOLDER = Path(
    os.environ.get("SALESCYCLE_CASES")
    or Path(__file__).resolve().parents[3] / "shared" / "cases"
)


def _cases() -> list[Any]:
    return [
        pytest.param(document.get("defaults", {}), case, id=case["id"])
        for path in sorted(FOLDER.glob("*.yml"))
        for document in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        for case in document["cases"]
    ]


def test_there_are_cases() -> None:
    files = sorted(FOLDER.glob("*.yml"))
    assert files, f"no case in {FOLDER}; name their folder in SALESCYCLE_CASES"
    for path in files:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["cases"], f"{path.name} is empty"


@pytest.mark.parametrize(("defaults", "case"), _cases())
def test_case(defaults: dict[str, Any], case: dict[str, Any], tmp_path: Path) -> None:
    company, home = tmp_path / "company", tmp_path / "home"
    company.mkdir()
    config = write_configuration(company, defaults, case)
    for night, tables in enumerate(nights(case), start=1):
        write_night(company, night, tables, case)
        code = main(["run", "--config", str(config), "--home", str(home), "--quiet"])
        assert code == 0, f"night {night} ended with {code}"
    with duckdb.connect(str(home / "published" / "salescycle.duckdb"), read_only=True) as published:
        published.execute("set TimeZone = 'UTC'")
        problems = _problems(published, case)
    assert not problems, "\n".join(problems)


def _problems(published: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> list[str]:
    names = Names()
    expect: dict[str, Any] = case["expect"]
    assert expect, "a case that expects nothing proves nothing"
    found: list[str] = []
    for mart in sorted(expect, key=lambda mart: mart != "fct_sales_cycles"):
        blocks = expect[mart] if isinstance(expect[mart], list) else [expect[mart]]
        for block in blocks:
            found += mismatches(mart, _rows(published, mart), block, names)
    for mart, rows in (case.get("not_rows") or {}).items():
        found += forbidden(mart, _rows(published, mart), rows, names)
    return found


def _rows(published: duckdb.DuckDBPyConnection, mart: str) -> list[Row]:
    """A mart's rows; those without deal_id and lead_id get the ids of their cycle."""
    described = published.execute(f"describe marts.{mart}").fetchall()
    columns = [name for name, *_ in described]
    cycle = "referred_cycle_id" if mart == "fct_referrals" else "cycle_id"
    ids = [f"cycles.{name}" for name in ("deal_id", "lead_id") if name not in columns]
    if cycle not in columns or not ids:
        cursor = published.execute(f"select * from marts.{mart}")
    else:
        cursor = published.execute(
            f"select facts.*, {', '.join(ids)} from marts.{mart} as facts"
            f" left join marts.fct_sales_cycles as cycles on cycles.cycle_id = facts.{cycle}"
        )
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
