"""Loading: landed segments into `raw.<connector>__<stream>`, each exactly once.

The raw rows of a segment and the note that it was loaded (`raw._segments`) are written in one
transaction, so a killed load leaves either both or neither. `load_seq` numbers the loaded segments
over the whole warehouse; (load_seq, seq) is the order in which things became known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from connectors.landing import Landing
from connectors.registry import CONNECTORS, SHARED, raw_stream

RAW_COLUMNS: Mapping[str, str] = {
    "source": "varchar",
    "record_id": "varchar",
    "parent_id": "varchar",
    "context": "varchar",
    "payload": "varchar",
    "payload_bytes": "blob",
    "modified_at": "timestamptz",
    "is_deleted": "boolean",
    "extracted_at": "timestamptz",
    "seq": "bigint",
    "payload_error": "varchar",
    "segment": "varchar",
    "load_seq": "bigint",
}
SEGMENT_COLUMNS: Mapping[str, str] = {
    "source": "varchar",
    "connector": "varchar",
    "stream": "varchar",
    "segment": "varchar",
    "load_seq": "bigint",
    "rows": "bigint",
    "bytes": "bigint",
    "loaded_at": "timestamptz",
}
MEMORY_LIMIT = "2GB"
"""What DuckDB may hold while loading; beyond that it spills beside the warehouse."""

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class LoadResult:
    """`rows` per raw table (tables with new segments only), `dropped` repeats of a version."""

    rows: dict[str, int] = field(default_factory=dict)
    segments: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class _Segment:
    source: str
    stream: str
    path: Path
    load_seq: int


def raw_table(connector: str, stream: str) -> str:
    """The raw table of a connector's stream, as SQL: `raw."spreadsheet__lead"`."""
    return f'raw."{connector}__{stream}"'


def load(
    warehouse: Path,
    landing: Landing,
    *,
    connectors: Mapping[str, str],
    progress: Progress | None = None,
    drop_equal: bool = True,
) -> LoadResult:
    """Bring every segment that is not loaded yet into the warehouse, in one transaction.

    `connectors` names the connector of each configured source; what other sources landed stays
    unloaded. `progress` is told the raw table and its new rows as each table is filled. With
    `drop_equal`, a row that repeats the version just before it (same source, record, payload,
    deletion and modified time) is not kept: such a row is never a version of its own.
    """
    warehouse.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    landed = [pair for pair in landing.streams() if pair[0] in connectors]
    connection = duckdb.connect(str(warehouse), config={"memory_limit": MEMORY_LIMIT})
    try:
        warehouse.chmod(0o600)
        connection.execute("set TimeZone = 'UTC'")
        create_raw_tables(connection)
        new = _not_loaded(connection, landing, landed, connectors)
        if not new:
            return LoadResult()
        connection.begin()
        rows: dict[str, int] = {}
        dropped = 0
        for (connector, stream), segments in _by_table(new, connectors).items():
            table = raw_table(connector, stream)
            is_shared = connector in SHARED
            kept, repeated = _load_table(
                connection, table, segments, is_shared=is_shared, drop_equal=drop_equal
            )
            _note_segments(connection, connector, table, segments)
            rows[f"{connector}__{stream}"] = kept
            dropped += repeated
            if progress is not None:
                progress(f"{connector}__{stream}", kept)
        connection.commit()
        return LoadResult(rows, len(new), dropped)
    finally:
        connection.close()


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create whatever raw table is missing, of every registered connector, used or not."""
    wanted = {
        f"{connector.name}__{stream}": RAW_COLUMNS
        for connector in CONNECTORS.values()
        for stream in connector.all_streams
    }
    wanted["_segments"] = SEGMENT_COLUMNS
    present = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'raw'"
    ).fetchall()
    missing = wanted.keys() - {name for (name,) in present}
    if not missing:
        return
    connection.begin()
    connection.execute("create schema if not exists raw")
    for name in sorted(missing):
        columns = ", ".join(f"{column} {kind}" for column, kind in wanted[name].items())
        connection.execute(f'create table raw."{name}" ({columns})')
    connection.commit()


def _not_loaded(
    connection: duckdb.DuckDBPyConnection,
    landing: Landing,
    landed: Iterable[tuple[str, str]],
    connectors: Mapping[str, str],
) -> list[_Segment]:
    query = "select source, stream, segment from raw._segments"
    loaded = set(connection.execute(query).fetchall())
    query = "select coalesce(max(load_seq), 0) + 1 from raw._segments"
    ((next_seq,),) = connection.execute(query).fetchall()
    paths = [
        (source, stream, path)
        for source, stream in landed
        for path in landing.segments(source, stream)
        if (source, stream, path.name) not in loaded
    ]
    return [_Segment(*found, load_seq) for load_seq, found in enumerate(paths, next_seq)]


def _by_table(
    segments: Iterable[_Segment], connectors: Mapping[str, str]
) -> dict[tuple[str, str], list[_Segment]]:
    tables: dict[tuple[str, str], list[_Segment]] = {}
    for segment in segments:
        connector = connectors[segment.source]
        key = connector, raw_stream(connector, segment.stream)
        tables.setdefault(key, []).append(segment)
    return tables


def _load_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    segments: list[_Segment],
    *,
    is_shared: bool,
    drop_equal: bool,
) -> tuple[int, int]:
    """Insert the rows of `segments`; returns (rows kept, repeats dropped).

    In a table that streams share a record's id is `<stream>:<id>`: ids are unique in one of them.
    """
    _register(
        connection,
        "new_segments",
        path=[str(segment.path) for segment in segments],
        source=[segment.source for segment in segments],
        stream=[segment.stream for segment in segments],
        segment=[segment.path.name for segment in segments],
        load_seq=[segment.load_seq for segment in segments],
    )
    own = (
        "new_segments.stream || ':' || rows.record_id as record_id"
        if is_shared
        else "rows.record_id"
    )
    # The file list is a parameter of the view's text, so quotes in a path are doubled.
    files = ", ".join("'" + str(segment.path).replace("'", "''") + "'" for segment in segments)
    connection.execute(
        f"""create or replace temp view landed as
        select new_segments.source, {own}, rows.* exclude (filename, record_id),
            new_segments.segment, new_segments.load_seq
        from read_parquet([{files}], filename = true) as rows
        inner join new_segments on new_segments.path = rows.filename"""
    )
    repeats = _find_repeats(connection, table) if drop_equal else 0
    without = "anti join repeats using (load_seq, seq)" if repeats else ""
    ((kept,),) = connection.execute(
        f"insert into {table} by name select {', '.join(RAW_COLUMNS)} from landed {without}"
    ).fetchall()
    return int(kept), repeats


def _find_repeats(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Fill `repeats` with the (load_seq, seq) of rows equal to the row before them; count them.

    Only records that have something before the new row are compared, so a first load compares
    nothing. Equal includes the modified time: what is stale beside one is stale beside the other.
    """
    connection.execute(
        f"""create or replace temp table seen_before as
        select source, record_id from landed group by all having count(*) > 1
        union
        select source, record_id from landed semi join {table} using (source, record_id)"""
    )
    compared = "payload, payload_bytes, is_deleted, modified_at, payload_error"
    connection.execute(
        f"""create or replace temp table repeats as
        with known as (
            select source, record_id, load_seq, seq, {compared}
            from {table} semi join seen_before using (source, record_id)
            qualify row_number() over (
                partition by source, record_id order by load_seq desc, seq desc
            ) = 1
        ),
        candidates as (
            select *, false as is_new from known
            union all
            select source, record_id, load_seq, seq, {compared}, true as is_new
            from landed semi join seen_before using (source, record_id)
        )
        select load_seq, seq from candidates
        qualify is_new and row({compared}) is not distinct from lag(row({compared})) over (
            partition by source, record_id order by load_seq, seq
        )"""
    )
    ((count,),) = connection.execute("select count(*) from repeats").fetchall()
    return int(count)


def _note_segments(
    connection: duckdb.DuckDBPyConnection, connector: str, table: str, segments: list[_Segment]
) -> None:
    """Record each segment as loaded, with the rows of it that raw holds and the file's bytes."""
    _register(
        connection,
        "loaded",
        source=[segment.source for segment in segments],
        stream=[segment.stream for segment in segments],
        segment=[segment.path.name for segment in segments],
        load_seq=[segment.load_seq for segment in segments],
        bytes=[segment.path.stat().st_size for segment in segments],
    )
    connection.execute(
        f"""insert into raw._segments by name
        with kept as (
            select load_seq, count(*) as rows from {table} where load_seq >= ? group by load_seq
        )
        select
            loaded.*,
            ? as connector,
            coalesce(kept.rows, 0) as rows,
            current_timestamp as loaded_at
        from loaded
        left join kept using (load_seq)
        order by load_seq""",
        [segments[0].load_seq, connector],
    )


def _register(connection: duckdb.DuckDBPyConnection, name: str, **columns: list[Any]) -> None:
    connection.register(name, pa.table(columns))
