"""Running the nightly job in this process: the job that the schedule runs, around a given run."""

import dagster as dg

from orchestration.assets.shared import LANDING
from orchestration.dbt import DbtProject
from orchestration.definitions import JOB, build_definitions
from orchestration.history import open_history
from orchestration.night import Night


class JobFailed(Exception):  # noqa: N818 - what happened
    """Dagster could not run the job, for a reason that no step knows of."""


def run_job(night: Night) -> None:
    """Run the job for an open run; what happened is in `night`, failures of steps too.

    A run of some sources leaves the landing of the others as it is and does all that follows.
    Raises JobFailed if Dagster failed and no step did.
    """
    definitions = build_definitions(
        night.config,
        DbtProject(night.home, night.config),
        dg.ResourceDefinition.hardcoded_resource(night),
    )
    job = definitions.resolve_job_def(JOB)
    with open_history(night.home.dagster) as instance:
        result = job.execute_in_process(
            instance=instance,
            asset_selection=_selection(night, job),
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            tags={"salescycle/run": night.run_id},
            raise_on_error=False,
        )
    if not result.success and night.failure is None and not night.blocking:
        raise JobFailed(_what_failed(result))


def _what_failed(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.is_step_failure or event.is_run_failure:
            error = getattr(event.event_specific_data, "error", None)
            if error is not None:
                return f"{event.step_key or 'the job'}: {error.to_string()}"
    return "the job failed without telling why"


def _selection(night: Night, job: dg.JobDefinition) -> list[dg.AssetKey] | None:
    if night.only is None:
        return None
    return [
        key
        for key in job.asset_layer.executable_asset_keys
        if key.path[0] != LANDING or key.path[1] in night.only
    ]
