"""marts to what people read: one version of files, swapped in by one rename."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orchestration.assets.shared import NIGHTLY_FRESHNESS, PUBLISHED
from orchestration.night import Night
from orchestration.releasing import release

FILES = {
    "salescycle": ("salescycle.duckdb", "The marts, for BI tools: ids and masked values only."),
    "contacts": ("contacts.duckdb", "Names, addresses and numbers of people, kept apart."),
    "parquet": ("parquet", "The marts as Parquet files."),
    "report": ("report.html", "The page that people read."),
}


def published_assets(readable: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The publishing step, after the models that readers see and whatever checks block them."""

    @dg.multi_asset(
        name="publish",
        specs=[
            dg.AssetSpec(
                [PUBLISHED, name],
                group_name=PUBLISHED,
                description=description,
                deps=readable,
                freshness_policy=NIGHTLY_FRESHNESS,
            )
            for name, (_, description) in FILES.items()
        ],
    )
    def publish(night: dg.ResourceParam[Night]) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("publish"):
            version = release(night)
        for name, (file, _) in FILES.items():
            yield dg.MaterializeResult(
                asset_key=[PUBLISHED, name],
                metadata={
                    "path": dg.MetadataValue.path(night.home.published / file),
                    "version": version.name,
                },
            )

    return publish
