"""Publishing what was checked, with the report, under the names of the home folder."""

from pathlib import Path

from connectors.config.models import Publish
from connectors.errors import PublishRefused
from orchestration.building import built_id, settings, warehouse
from orchestration.night import Night
from publishing.publish import NotPublishable, publish, rewrite_report


def release(night: Night) -> Path:
    """Publish the build that the warehouse holds and return its version folder.

    Raises PublishRefused if that is not the build that was checked.
    """
    rules = night.config.publish if night.config is not None else Publish()
    with warehouse(night.home.warehouse) as connection:
        build_id = built_id(connection)
        if build_id is not None:
            night.config_hash, night.as_of = settings(connection)
    try:
        night.published = publish(
            night.home.warehouse,
            night.home.root,
            build_id=build_id or "(none)",
            keep=rules.keep,
            mode=int(rules.mode, 8),
            report=write_report,
        )
    except NotPublishable as error:
        raise PublishRefused(str(error)) from None
    return night.published


def refresh_report(night: Night) -> Path:
    """Make the published report anew. Raises PublishRefused when nothing is published."""
    try:
        return rewrite_report(night.home.root, report=write_report)
    except NotPublishable as error:
        raise PublishRefused(str(error)) from None


def write_report(published: Path, out: Path) -> None:
    """Write report.html; the charting library is imported only here."""
    from publishing.report import write

    write(published, out)
