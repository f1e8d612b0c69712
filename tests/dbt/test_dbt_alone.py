"""An analyst's way in: dbt without anything else, in a folder where nothing was ever landed."""

import json
from pathlib import Path

import duckdb
from dbt_commands import dbt, succeeded


def test_build_and_docs_work_in_an_empty_home(tmp_path: Path, dbt_target: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()

    log = succeeded(dbt(home, dbt_target, "build"))
    assert "ERROR=0" in log
    assert "WARN=0" in log

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        marts = {
            row[0]
            for row in warehouse.execute(
                "select table_name from information_schema.tables where table_schema = 'marts'"
            ).fetchall()
        }
        context = warehouse.execute("select count(*) from marts.report_context").fetchone()
    assert {"fct_sales_cycles", "funnel_conversion", "quota_attainment"} <= marts
    assert context == (1,)

    succeeded(dbt(home, dbt_target, "docs", "generate"))
    catalog = json.loads((dbt_target / "catalog.json").read_text())
    assert {
        node["metadata"]["name"]
        for node in catalog["nodes"].values()
        if node["metadata"]["schema"] == "marts"
    } == marts
