"""Sources to landing: one asset per stream of each configured source, all in one step.

The step yields a result for every stream, also for one that failed: its old segments are what there
is, and a failing warning check says so. An asset that yields nothing would make Dagster skip all
that follows and call the run a success.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from connectors.connector import ConfiguredSource
from orchestration.assets.shared import LANDING, landing_key
from orchestration.night import Night
from orchestration.record import StreamRecord
from orchestration.scheduling import in_order, parents_of
from orchestration.syncing import streams_of, sync

CHECK = "synced"


def landing_assets(sources: Sequence[ConfiguredSource]) -> list[dg.AssetsDefinition]:
    """The landing step of a configuration; none for a company without sources."""
    streams = streams_of(sources)
    if not streams:
        return []

    @dg.multi_asset(
        name=LANDING,
        specs=[_spec(source, stream) for source, stream in streams],
        check_specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=landing_key(source.name, stream),
                description="The last sync read this stream to its end.",
            )
            for source, stream in streams
        ],
        can_subset=True,
    )
    def landing(
        context: dg.AssetExecutionContext, night: dg.ResourceParam[Night]
    ) -> Iterator[dg.MaterializeResult[None]]:
        wanted = {tuple(key.path[1:]) for key in context.selected_asset_keys}
        with night.step("sync"):
            results = sync(night, wanted)
        for key in in_order(streams):
            if key in wanted:
                yield _result(results[key])

    return [landing]


def _spec(source: ConfiguredSource, stream: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        landing_key(source.name, stream),
        group_name=LANDING,
        deps=[landing_key(*parent) for parent in parents_of(source, stream)],
        description=f"What {source.name} says about {stream.replace('_', ' ')}s, as it says it.",
        kinds={source.type, "parquet"},
    )


def _result(stream: StreamRecord) -> dg.MaterializeResult[None]:
    failed = stream.status == "stale"
    return dg.MaterializeResult(
        asset_key=landing_key(stream.source, stream.stream),
        metadata={
            "dagster/row_count": stream.rows,
            "rows_landed": stream.landed,
            "deleted": stream.deleted,
            "bytes": stream.bytes,
            "calls": stream.calls,
            "forced_calls": stream.forced_calls,
            "last_success": str(stream.last_success_at or "never"),
            **(
                {"problems": dg.MetadataValue.md(_bullets(stream.problems))}
                if stream.problems
                else {}
            ),
            **(
                {"examples": dg.MetadataValue.md(_bullets(stream.examples))}
                if stream.examples
                else {}
            ),
        },
        check_results=[
            dg.AssetCheckResult(
                check_name=CHECK,
                asset_key=landing_key(stream.source, stream.stream),
                passed=not failed,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"status": stream.status, "reason": stream.reason or "read to its end"},
            )
        ],
    )


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
