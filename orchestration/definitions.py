"""Everything as Dagster definitions: the assets, their checks, the job and its nightly schedule.

    landing -> raw + config -> staging -> intermediate -> marts + contacts -> published

`dagster dev` loads this module; the command line builds the same definitions around its own run.
"""

import logging
from collections.abc import Iterator

import dagster as dg

from connectors.config.models import Config
from connectors.registry import configured_sources
from orchestration.assets.landing import landing_assets
from orchestration.assets.loading import config_assets, raw_assets
from orchestration.assets.models import READ_BY_PEOPLE, model_assets
from orchestration.assets.published import published_assets
from orchestration.assets.quality import expectation_checks
from orchestration.dbt import DbtProject
from orchestration.home import Home
from orchestration.night import Night, clock
from orchestration.session import open_night
from orchestration.settings import config_or_sandbox, home_folder

JOB = "nightly"


def build_definitions(
    config: Config | None, project: DbtProject, night: dg.ResourceDefinition
) -> dg.Definitions:
    """All definitions of one company; `night` provides the run that the steps belong to."""
    sources = configured_sources(config) if config is not None else ()
    models = model_assets(project)
    readable = [spec.key for spec in models.specs if spec.group_name in READ_BY_PEOPLE]
    job = dg.define_asset_job(
        JOB, selection=dg.AssetSelection.all(), description="Sync, build, check, publish, report."
    )
    return dg.Definitions(
        assets=[
            *landing_assets(sources),
            raw_assets(sources),
            config_assets(sources),
            models,
            published_assets(readable),
        ],
        asset_checks=[expectation_checks()],
        jobs=[job],
        schedules=[
            dg.ScheduleDefinition(
                name=JOB,
                job=job,
                cron_schedule="0 3 * * *",
                execution_timezone=config.company.reporting_timezone if config else "UTC",
                default_status=dg.DefaultScheduleStatus.STOPPED,
            )
        ],
        resources={"night": night},
        # DuckDB lets one process write; a process per step would also import everything per step.
        executor=dg.in_process_executor,
    )


def nights(config: Config | None, home: Home) -> dg.ResourceDefinition:
    """A run of its own for every run that Dagster starts, from the schedule or by hand."""

    def night(_: dg.InitResourceContext) -> Iterator[Night]:
        with open_night(Night(config, home, clock(), command="dagster")) as opened:
            yield opened

    return dg.ResourceDefinition(night, description="The run that all steps belong to.")


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions of the company in this folder (see `orchestration.settings`)."""
    home = home_folder()
    config = config_or_sandbox(home)
    if config is None:
        logging.getLogger("salescycle").warning(
            "no salescycle.yml here: the company is empty. `salescycle init` writes one,"
            " SALESCYCLE_CONFIG names another; then reload the definitions."
        )
    home.prepare()
    return build_definitions(config, DbtProject(home, config), nights(config, home))
