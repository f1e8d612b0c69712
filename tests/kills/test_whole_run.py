"""Whole runs that were killed and run again publish what an undisturbed one does."""

import shutil
from pathlib import Path

import duckdb
import harness
import whole_nights

from tests.orchestration.small_company import CALLS, DEALS, write_company, write_sheet

KILLS = 5
PRELOADED = ["orchestration.job", "expectations.engine", "publishing.report"]


def published(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart and of the contacts, each as text."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, schema in (("salescycle", "marts"), ("contacts", "contacts")):
        with duckdb.connect(str(home / "published" / f"{name}.duckdb"), read_only=True) as file:
            file.execute("set TimeZone = 'UTC'")
            tables = file.execute("select table_name from duckdb_tables() order by all").fetchall()
            assert tables
            for (table,) in tables:
                query = f"select columns(*)::varchar from {name}.{schema}.{table} order by all"
                found[f"{schema}.{table}"] = file.execute(query).fetchall()
    return found


def test_a_killed_run_publishes_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    company, calm, killed = tmp_path / "company", tmp_path / "calm", tmp_path / "killed"
    config = write_company(company)
    with harness.ForkServer(preload=PRELOADED) as server:
        work = {"config": str(config), "now": "2026-03-30T01:00:00+00:00"}
        server.run(whole_nights.run_night, {**work, "home": str(calm)})
        shutil.copytree(calm, killed, symlinks=True)
        won = (*DEALS[3][:4], "2026-03-20", "won", *DEALS[3][6:])
        write_sheet(company / "deals.csv", [*DEALS[:3], won])
        write_sheet(company / "calls.csv", [*CALLS, ("A2", "call", *CALLS[1][2:])])
        work["now"] = "2026-03-31T01:00:00+00:00"
        measured = server.run(whole_nights.run_night, {**work, "home": str(calm)})
        kills = harness.run_until_killed(
            server,
            whole_nights.run_night,
            {**work, "home": str(killed)},
            seed=3,
            kills=KILLS,
            measured=measured,
        )
    assert len(kills) == KILLS
    expected, found = published(calm), published(killed)
    assert found.keys() == expected.keys()
    different = [table for table, rows in expected.items() if found[table] != rows]
    assert not different, found[different[0]]
