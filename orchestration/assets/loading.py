"""Landing to raw, and the user's decisions to config: the tables that dbt reads."""

from collections.abc import Iterator, Sequence

import dagster as dg

from connectors.company import COLUMNS
from connectors.connector import ConfiguredSource
from connectors.registry import CONNECTORS, raw_stream
from orchestration.assets.shared import CONFIG, RAW, landing_key, raw_key
from orchestration.building import load_raw, write_config
from orchestration.night import Night
from orchestration.syncing import streams_of

SEGMENTS = dg.AssetKey([RAW, "_segments"])


def raw_assets(sources: Sequence[ConfiguredSource]) -> dg.AssetsDefinition:
    """The loading step: every raw table of every connector, fed or not."""
    feeding: dict[dg.AssetKey, list[dg.AssetKey]] = {}
    for source, stream in streams_of(sources):
        landed = landing_key(source.name, stream)
        table = raw_key(source.type, raw_stream(source.type, stream))
        feeding.setdefault(table, []).append(landed)
    tables = {
        raw_key(connector.name, stream): f"Every landed version of a {stream.replace('_', ' ')}."
        for connector in CONNECTORS.values()
        for stream in connector.all_streams
    }

    @dg.multi_asset(
        name=RAW,
        specs=[
            *(
                dg.AssetSpec(
                    key,
                    group_name=RAW,
                    description=description,
                    deps=feeding.get(key, []),
                    kinds={"duckdb"},
                )
                for key, description in tables.items()
            ),
            dg.AssetSpec(
                SEGMENTS,
                group_name=RAW,
                description="Every landed segment that was loaded.",
                deps=[key for keys in feeding.values() for key in keys],
                kinds={"duckdb"},
            ),
        ],
    )
    def raw(night: dg.ResourceParam[Night]) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("load"):
            result = load_raw(night)
        for key in tables:
            rows = result.rows.get(key.path[-1], 0)
            yield dg.MaterializeResult(asset_key=key, metadata={"rows_loaded": rows})
        yield dg.MaterializeResult(
            asset_key=SEGMENTS,
            metadata={"segments_loaded": result.segments, "repeats_dropped": result.dropped},
        )

    return raw


def config_assets(sources: Sequence[ConfiguredSource]) -> dg.AssetsDefinition:
    """The decisions of salescycle.yml, and the health of the streams once they were synced."""
    landed = [landing_key(source.name, stream) for source, stream in streams_of(sources)]

    @dg.multi_asset(
        name="decisions",
        specs=[
            dg.AssetSpec(
                [CONFIG, table],
                group_name=CONFIG,
                description=(
                    "How every stream did when it was last synced."
                    if table == "streams"
                    else f"From salescycle.yml and the shipped defaults: {table.replace('_', ' ')}."
                ),
                deps=landed if table == "streams" else [],
                kinds={"duckdb"},
            )
            for table in COLUMNS
        ],
    )
    def decisions(night: dg.ResourceParam[Night]) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("configure"):
            write_config(night)
        for table in COLUMNS:
            yield dg.MaterializeResult(asset_key=[CONFIG, table])

    return decisions
