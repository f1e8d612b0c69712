"""Incremental tables that other code built are built anew; those of the same code are kept."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from dbt_commands import dbt, succeeded
from night_configuration import configure
from random_nights import Change
from warehouses import land

NOW = datetime(2026, 1, 25, 2, tzinfo=UTC)
LEAD = Change("lead", "L1", {"lead_id": "L1", "created_at": "2026-01-05"})
SELECTED = ("run", "--select", "stg_spreadsheet__leads")


def _sources(home: Path) -> list[str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select lead_source from staging.stg_spreadsheet__leads"
        ).fetchall()
    return [source for (source,) in rows]


def test_a_changed_macro_forces_a_rebuild(
    tmp_path: Path, dbt_target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    land(home, configure(tmp_path, NOW, parking_is_mapped=False), [LEAD], night=1, now=NOW)
    monkeypatch.setenv("SALESCYCLE_MACROS", "one")
    succeeded(dbt(home, dbt_target, *SELECTED))
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("update staging.stg_spreadsheet__leads set lead_source = 'old code'")
    succeeded(dbt(home, dbt_target, *SELECTED))
    assert _sources(home) == ["old code"]
    # by hand: nothing is known of the macros, so nothing is outdated
    monkeypatch.delenv("SALESCYCLE_MACROS")
    succeeded(dbt(home, dbt_target, *SELECTED))
    assert _sources(home) == ["old code"]
    monkeypatch.setenv("SALESCYCLE_MACROS", "two")
    succeeded(dbt(home, dbt_target, *SELECTED))
    assert _sources(home) == [None]


def test_a_changed_model_forces_a_rebuild(tmp_path: Path, dbt_target: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    land(home, configure(tmp_path, NOW, parking_is_mapped=False), [LEAD], night=1, now=NOW)
    succeeded(dbt(home, dbt_target, *SELECTED))
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("update staging.stg_spreadsheet__leads set lead_source = 'old code'")
        known = warehouse.execute("select count(*) from audit.code where checksum <> ''").fetchall()
        warehouse.execute("update audit.code set checksum = 'of other code'")
    assert known[0][0] > 0
    succeeded(dbt(home, dbt_target, *SELECTED))
    assert _sources(home) == [None]
