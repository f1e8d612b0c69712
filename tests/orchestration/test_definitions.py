"""What Dagster's UI and its schedule see."""

import json
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from connectors.config import load
from connectors.registry import configured_sources
from expectations.runner import checked_marts
from orchestration.assets.landing import landing_assets
from orchestration.assets.shared import landing_key
from orchestration.dbt import DbtProject
from orchestration.definitions import JOB, build_definitions, nights
from orchestration.home import Home
from orchestration.record import last_run, latest_streams
from orchestration.settings import config_or_sandbox
from tests.orchestration.small_company import read_elsewhere, write_company


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    folder = tmp_path_factory.mktemp("definitions")
    config, home = load(write_company(folder / "company")), Home(folder / "home")
    home.prepare()
    return build_definitions(config, DbtProject(home, config), nights(config, home))


def test_every_asset_that_is_read_is_also_made(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert len(graph.executable_asset_keys) > 80
    assert not graph.external_asset_keys


def test_one_group_per_layer(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    groups = {graph.get(key).group_name for key in graph.executable_asset_keys}
    assert groups == {
        *("landing", "raw", "config", "staging", "intermediate", "marts", "contacts"),
        "published",
    }
    for key in graph.executable_asset_keys:
        assert graph.get(key).description, f"{key} says nothing about itself"


def test_streams_lead_to_what_is_published(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    reached = dg.AssetSelection.assets(["landing", "crm", "deal"]).downstream().resolve(graph)
    for name in ("raw/spreadsheet__deal", "marts/fct_sales_cycles", "published/report"):
        assert dg.AssetKey(name.split("/")) in reached


def test_a_stream_of_an_api_comes_after_those_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "salescycle.yml"
    path.write_text(
        "sources:\n"
        "  - {name: crm, type: hubspot, token: '${T}'}\n"
        "  - {name: calendar, type: calendly, token: '${T}'}\n"
    )
    config = load(path, env={"T": "pat-1234"})
    (landing,) = landing_assets(configured_sources(config))
    upstream = {spec.key: {dep.asset_key for dep in spec.deps} for spec in landing.specs}
    family = {
        landing_key("crm", "association"): landing_key("crm", "deal"),
        landing_key("calendar", "invitee"): landing_key("calendar", "event"),
    }
    for child, parent in family.items():
        assert parent in upstream[child]
        assert upstream[parent].isdisjoint({child})
    assert all(keys <= set(upstream) for keys in upstream.values())


def test_the_schedule_runs_the_job_that_the_command_runs(definitions: dg.Definitions) -> None:
    (nightly,) = definitions.schedules or ()
    assert isinstance(nightly, dg.ScheduleDefinition)
    assert nightly.job_name == JOB
    assert nightly.default_status == dg.DefaultScheduleStatus.STOPPED
    assert nightly.execution_timezone == "Europe/Copenhagen"
    job = definitions.resolve_job_def(JOB)
    graph = definitions.resolve_asset_graph()
    assert set(job.asset_layer.executable_asset_keys) == set(graph.executable_asset_keys)
    assert job.executor_def.name == "in_process"


def test_marts_and_published_files_have_a_freshness(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    fresh = {key for key in graph.executable_asset_keys if graph.get(key).freshness_policy}
    wanted = {
        key
        for key in graph.executable_asset_keys
        if key.path[0] in ("marts", "contacts", "published")
    }
    assert fresh == wanted
    assert wanted


def test_tests_and_expectations_are_checks_and_publishing_waits_for_them(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()
    names = {(key.asset_key.path[-1], key.name) for key in graph.asset_check_keys}
    assert {(mart, "expectations") for mart in checked_marts()} <= names
    assert ("crm", "synced") not in names
    assert ("deal", "synced") in names
    assert len(graph.asset_check_keys) > 100


def test_loading_is_quick_and_needs_no_configuration(tmp_path: Path) -> None:
    program = (
        "import sys, json\n"
        "from orchestration.definitions import defs\n"
        "graph = defs().resolve_asset_graph()\n"
        "print(json.dumps({'assets': len(graph.executable_asset_keys),"
        " 'slow': [m for m in ('great_expectations', 'altair', 'pandas') if m in sys.modules]}))\n"
    )
    environment = {**os.environ, "SALESCYCLE_HOME": ""}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["assets"] > 80
    assert found["slow"] == []
    assert "`salescycle init` writes one" in done.stderr


def test_a_run_that_the_ui_starts_is_in_the_record_too(tmp_path: Path) -> None:
    config, home = load(write_company(tmp_path / "company")), Home(tmp_path / "home")
    home.prepare()
    definitions = build_definitions(config, DbtProject(home, config), nights(config, home))
    job = definitions.resolve_job_def(JOB)
    chosen = [dg.AssetKey(["landing", "crm", "lead"]), dg.AssetKey(["landing", "crm", "deal"])]
    assert job.execute_in_process(asset_selection=chosen).success
    run = last_run(home.record)
    assert run is not None
    assert (run.command, run.exit_code, run.published) == ("dagster", 0, None)
    assert set(latest_streams(home.record)) == {("crm", "lead"), ("crm", "deal")}
    with home.lock():
        busy = job.execute_in_process(asset_selection=chosen, raise_on_error=False)
    assert not busy.success


def test_one_model_can_be_built_from_the_ui(tmp_path: Path) -> None:
    config, home = load(write_company(tmp_path / "company")), Home(tmp_path / "home")
    home.prepare()
    definitions = build_definitions(config, DbtProject(home, config), nights(config, home))
    model = dg.AssetKey(["staging", "stg_spreadsheet__leads"])
    graph = definitions.resolve_asset_graph()
    before = [dg.AssetKey(["landing", "crm", "lead"])]
    before += [key for key in graph.executable_asset_keys if key.path[0] in ("raw", "config")]
    done = definitions.resolve_job_def(JOB).execute_in_process(asset_selection=[*before, model])
    assert done.success
    (event,) = done.asset_materializations_for_node("dbt")
    assert event.asset_key == model
    assert event.metadata["dagster/row_count"].value == 3
    # What one model changed is no complete build: it cannot be published as if it were.
    assert read_elsewhere(home.warehouse, "select count(*) from audit.build") == [[0]]


def test_the_simulated_company_can_be_looked_at_while_it_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    assert config_or_sandbox(home) is None
    sandbox = home.root / "sandbox" / "salescycle.yml"
    sandbox.parent.mkdir(parents=True)
    sandbox.write_text("sources: [{name: crm, type: hubspot, token: '${A_TOKEN_OF_YESTERDAY}'}]\n")
    config = config_or_sandbox(home)
    assert config is not None
    assert [source.name for source in config.sources] == ["crm"]


def test_only_what_the_sources_need_is_built(definitions: dg.Definitions) -> None:
    built = {key.path[-1] for key in definitions.resolve_asset_graph().executable_asset_keys}
    staged = {name.removeprefix("stg_").split("__")[0] for name in built if "stg_" in name}
    assert staged == {"spreadsheet"}
