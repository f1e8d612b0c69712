"""Whole nights: what is published, what a failing source or check changes, and what is told."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from orchestration.dbt import project_folder
from orchestration.home import Home
from orchestration.record import last_run, latest_streams
from tests.orchestration.conftest import Place
from tests.orchestration.small_company import DEALS, read_elsewhere, write_sheet

PUBLISHED, BLOCKED, STALE, FAILED = 0, 1, 3, 4
DEALS_BY_STATUS = "select deal_id, status from marts.fct_sales_cycles order by deal_id"
FIRST_NIGHT = [["D1", "won"], ["D2", "lost"], ["D3", "open"]]


def deals(place: Place) -> list[list[object]]:
    return read_elsewhere(place.home / "published" / "salescycle.duckdb", DEALS_BY_STATUS)


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_night_is_published_and_its_files_are_free(first_night: Place) -> None:
    assert deals(first_night) == FIRST_NIGHT
    home = Home(first_night.home)
    run = last_run(home.record)
    assert run is not None
    assert run.build == run.published
    assert (run.exit_code, run.failure, run.command) == (0, None, "run")
    # dbt and the checks ran in this process and must not hold the warehouse after it.
    assert read_elsewhere(home.warehouse, "select build_id from audit.checked") == [[run.build]]
    assert (home.published / "report.html").stat().st_size > 100_000
    streams = latest_streams(home.record)
    assert {key: (found.status, found.rows) for key, found in streams.items()} == {
        ("crm", "lead"): ("ok", 3),
        ("crm", "deal"): ("ok", 3),
        ("phones", "activity"): ("ok", 1),
    }


def test_a_night_is_in_the_history_of_the_ui(first_night: Place) -> None:
    from dagster import AssetKey, DagsterInstance

    with DagsterInstance.from_config(str(first_night.home / "dagster")) as instance:
        (record,) = instance.get_run_records()
        assert record.dagster_run.job_name == "nightly"
        event = instance.get_latest_materialization_event(AssetKey(["marts", "fct_sales_cycles"]))
        assert event is not None
        assert event.asset_materialization is not None
        assert event.asset_materialization.metadata["dagster/row_count"].value == 3


def test_status_tells_what_a_machine_may_read(
    first_night: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert first_night.run("status", "--json") == 0
    found = answer(capsys)
    assert {stream["status"] for stream in found["streams"]} == {"ok"}
    assert found["last_run"]["exit_code"] == 0
    assert found["published"]["version"] == found["last_run"]["build"]
    assert first_night.run("status") == 0
    text = capsys.readouterr().out
    assert "published: " in text
    assert "phones" in text


def test_doctor_lists_stages_without_a_meaning_to_paste(
    first_night: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert first_night.run("doctor") == 0
    text = capsys.readouterr().out
    assert "3 rows in deals.csv" in text
    assert "  - name: crm\n    stages:\n      Haggling: STAGE   # 1 deals" in text


def test_doctor_names_what_is_missing_and_how_to_get_it(
    company: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    (company.config.parent / "calls.csv").unlink()
    assert company.run("doctor", "--json") == STALE
    bad = [finding for finding in answer(capsys)["findings"] if not finding["is_good"]]
    assert [finding["what"] for finding in bad] == ["phones activity"]
    assert "correct `path:`" in bad[0]["detail"]
    assert not company.home.exists()


def test_a_source_that_fails_is_stale_and_the_rest_is_published(
    published: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    before = latest_streams(Home(published.home).record)
    (published.config.parent / "calls.csv").unlink()
    write_sheet(
        published.config.parent / "deals.csv", [*DEALS[:3], (*DEALS[3][:5], "won", "700", "EUR")]
    )
    assert published.run("run") == STALE
    captured = capsys.readouterr()
    assert "stale" in captured.err
    assert "calls.csv: cannot be read" in captured.err
    assert deals(published) == [["D1", "won"], ["D2", "lost"], ["D3", "won"]]
    stream = latest_streams(Home(published.home).record)["phones", "activity"]
    assert stream.status == "stale"
    assert stream.last_success_at == before["phones", "activity"].last_success_at
    database = published.home / "published" / "salescycle.duckdb"
    assert read_elsewhere(
        database, "select source, stream from marts.data_health where status = 'stale'"
    ) == [["phones", "activity"]]
    # What landed before is still what there is.
    assert read_elsewhere(database, "select count(*) from marts.fct_activities") == [[1]]
    assert published.run("status", "--json") == 0
    found = answer(capsys)
    (stale,) = [stream for stream in found["streams"] if stream["status"] == "stale"]
    assert "calls.csv" in stale["reason"]


def project_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, sql: str) -> None:
    """Run with a copy of the dbt project in which one file is different."""
    copy = tmp_path / "dbt_project"
    skipped = shutil.ignore_patterns("target", "logs")
    shutil.copytree(project_folder(), copy, ignore=skipped)
    (copy / path).parent.mkdir(exist_ok=True)
    (copy / path).write_text(sql, encoding="utf-8")
    monkeypatch.setenv("SALESCYCLE_DBT_PROJECT", str(copy))


def test_a_blocking_failure_publishes_nothing(
    published: Place,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = (published.home / "published" / "current").resolve()
    project_with(
        tmp_path,
        monkeypatch,
        "tests/nobody_may_win.sql",
        "select * from {{ ref('fct_sales_cycles') }} where status = 'won'",
    )
    assert published.run("run", "--json") == BLOCKED
    found = answer(capsys)
    assert found["published"] is None
    assert any("nobody_may_win" in line for line in found["blocking"])
    assert (published.home / "published" / "current").resolve() == version
    assert deals(published) == FIRST_NIGHT
    # Neither is it published in a second attempt that skips the building.
    assert published.run("publish", "--quiet") == FAILED
    assert deals(published) == FIRST_NIGHT


def test_a_model_that_breaks_is_a_failure_and_publishes_nothing(
    published: Place,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project_with(
        tmp_path, monkeypatch, "models/intermediate/int_broken.sql", "select nothing from nowhere"
    )
    assert published.run("run", "--quiet") == FAILED
    (line,) = capsys.readouterr().err.splitlines()
    assert "int_broken" in line
    assert "; the details are in" in line
    log = Path(line.rsplit(" ", 1)[1])
    assert "Traceback" in log.read_text()
    assert deals(published) == FIRST_NIGHT
    run = last_run(Home(published.home).record)
    assert run is not None
    assert run.exit_code == FAILED


def test_one_source_can_be_synced_alone(published: Place) -> None:
    landing = published.home / "landing"
    before = {path for path in landing.rglob("*.parquet")}
    (published.config.parent / "calls.csv").unlink()
    assert published.run("run", "--source", "crm", "--quiet") == PUBLISHED
    added = {
        path.relative_to(landing).parts[0] for path in set(landing.rglob("*.parquet")) - before
    }
    assert added == {"crm"}
    assert deals(published) == FIRST_NIGHT


def test_the_steps_one_by_one_do_what_the_run_does(company: Place) -> None:
    for command in ("sync", "build", "check", "publish", "report"):
        assert company.run(command, "--quiet") == 0, command
    assert deals(company) == FIRST_NIGHT


def test_init_makes_a_folder_that_doctor_understands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from orchestration.cli import main

    assert main(["init", str(tmp_path / "new")]) == 0
    assert "salescycle.yml" in capsys.readouterr().out
    assert main(["init", str(tmp_path / "new")]) == FAILED
    assert "not empty" in capsys.readouterr().err
