"""Every hand-worked case gives its rows.

The cases lie outside the repository, in `../shared/cases` or in the folder that SALESCYCLE_CASES
names; without any, this fails. Each case is one company in an empty home that is synced, loaded and
built once per night; that the checks let all of them through is one run of all cases together.
"""

import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from connectors.config import load
from orchestration.building import load_raw, warehouse, write_config
from orchestration.cli import main
from orchestration.dbt import DbtProject
from orchestration.home import Home
from orchestration.night import Night, clock
from orchestration.session import open_night
from orchestration.syncing import streams_of, sync
from tests.cases.company_of_a_case import (
    all_together,
    nights,
    write_configuration,
    write_night,
)
from tests.cases.matching import Names, Row, forbidden, mismatches

FOLDER = Path(
    os.environ.get("SALESCYCLE_CASES") or Path(__file__).resolve().parents[3] / "shared" / "cases"
)
Case = dict[str, Any]


def _cases() -> list[tuple[Case, Case]]:
    return [
        (document.get("defaults", {}), case)
        for path in sorted(FOLDER.glob("*.yml"))
        for document in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        for case in document["cases"]
    ]


def test_there_are_cases() -> None:
    files = sorted(FOLDER.glob("*.yml"))
    assert files, f"no case in {FOLDER}; name their folder in SALESCYCLE_CASES"
    for path in files:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["cases"], f"{path.name} is empty"


@pytest.mark.parametrize(
    ("defaults", "case"), [pytest.param(*both, id=both[1]["id"]) for both in _cases()]
)
def test_case(defaults: Case, case: Case, tmp_path: Path) -> None:
    company, home = tmp_path / "company", Home(tmp_path / "home")
    company.mkdir()
    config = write_configuration(company, defaults, case)
    project = DbtProject(home, load(config))
    for number, tables in enumerate(nights(case), start=1):
        write_night(company, number, tables, case)
        _run_night(config, home, project)
    with warehouse(home.warehouse) as built:
        problems = _problems(built, case)
    assert not problems, "\n".join(problems)


def test_all_cases_together_are_published(tmp_path: Path) -> None:
    config = all_together(tmp_path / "company", _cases())
    code = main(["run", "--config", str(config), "--home", str(tmp_path / "home"), "--quiet"])
    assert code == 0
    with duckdb.connect(str(tmp_path / "home" / "published" / "salescycle.duckdb")) as published:
        cycles = published.execute("select count(*) from marts.fct_sales_cycles").fetchall()[0][0]
    assert cycles > len(_cases()) / 2


def _run_night(config: Path, home: Home, project: DbtProject) -> None:
    with open_night(Night(load(config), home, clock())) as night:
        sync(night, [(source.name, stream) for source, stream in streams_of(night.sources)])
        assert not night.stale, night.stale
        load_raw(night)
        write_config(night)
        failed = [node for node in project.build(with_tests=False).nodes if node.failed]
        assert not failed, failed


def _problems(built: duckdb.DuckDBPyConnection, case: Case) -> list[str]:
    names = Names()
    expect: Case = case["expect"]
    assert expect, "a case that expects nothing proves nothing"
    found: list[str] = []
    for mart in sorted(expect, key=lambda mart: mart != "fct_sales_cycles"):
        blocks = expect[mart] if isinstance(expect[mart], list) else [expect[mart]]
        for block in blocks:
            found += mismatches(mart, _rows(built, mart), block, names)
    for mart, rows in (case.get("not_rows") or {}).items():
        found += forbidden(mart, _rows(built, mart), rows, names)
    return found


def _rows(built: duckdb.DuckDBPyConnection, mart: str) -> list[Row]:
    """A mart's rows; those without deal_id and lead_id get the ids of their cycle."""
    described = built.execute(f"describe marts.{mart}").fetchall()
    columns = [name for name, *_ in described]
    cycle = "referred_cycle_id" if mart == "fct_referrals" else "cycle_id"
    ids = [f"cycles.{name}" for name in ("deal_id", "lead_id") if name not in columns]
    if cycle not in columns or not ids:
        cursor = built.execute(f"select * from marts.{mart}")
    else:
        cursor = built.execute(
            f"select facts.*, {', '.join(ids)} from marts.{mart} as facts"
            f" left join marts.fct_sales_cycles as cycles on cycles.cycle_id = facts.{cycle}"
        )
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
