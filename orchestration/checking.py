"""Checking: the expectations over the marts, before anyone may see them.

What did not pass is told by the run; nothing of it is decided here.
"""

from collections.abc import Iterable
from pathlib import Path

from connectors.errors import UserError
from expectations.results import CheckResult
from expectations.runner import check as run_expectations
from orchestration.building import built_id, mark_checked, settings, warehouse
from orchestration.night import Night
from orchestration.record import CheckRecord, last_run
from publishing.publish import current


class NothingBuilt(UserError):  # noqa: N818 - what is wrong, told to the user
    """There is no complete build to check or publish."""


def check(night: Night, marts: Iterable[str] | None = None) -> list[CheckResult]:
    """Run the expectations; all of them passing (warnings aside) lets the build be published.

    What did not pass goes to `night.failed_checks`. Raises NothingBuilt without a complete build.
    """
    with warehouse(night.home.warehouse) as connection:
        build_id = built_id(connection)
    if build_id is None:
        raise NothingBuilt(
            f"{night.home.warehouse}: holds no complete build; run `salescycle build`"
        )
    results = run_expectations(night.home.warehouse, marts=marts, previous=_comparable(night))
    night.checks += len(results)
    failed = [
        CheckRecord(
            asset=result.mart,
            name=result.name,
            blocking=result.level == "blocking",
            detail=f"{result.says} Found {result.observed}, expected {result.threshold}.",
            examples=list(result.examples),
        )
        for result in results
        if not result.passed
    ]
    night.failed_checks += failed
    if marts is None and not any(record.blocking for record in failed):
        with warehouse(night.home.warehouse) as connection:
            mark_checked(connection, build_id)
    return results


def _comparable(night: Night) -> Path | None:
    """The published marts, if volumes compare: same decisions, and no later `as_of`."""
    version = current(night.home.root)
    run = last_run(night.home.record, published=True)
    if version is None or run is None or night.accept_shrink:
        return None
    with warehouse(night.home.warehouse) as connection:
        config_hash, as_of = settings(connection)
    same = run.published == version.name and run.config_hash == config_hash
    return version / "salescycle.duckdb" if same and run.as_of and run.as_of <= as_of else None
