"""Building: landed rows into raw, decisions into config, dbt over both, and which build it is.

    audit.build(build_id, built_at, as_of)     the last build that ended without a blocking failure
    audit.checked(build_id)                    the build that the expectations let pass

Publishing compares the two, so that only what was checked is ever seen.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from connectors import company
from connectors.company import StreamHealth
from connectors.errors import HomeError
from connectors.landing import Landing
from connectors.loading import LoadResult, load
from orchestration.dbt import BuildResult, DbtProject, NodeResult
from orchestration.night import Night
from orchestration.record import CheckRecord
from orchestration.syncing import known_streams


class BuildFailed(Exception):  # noqa: N818 - what happened
    """A model could not be built, for another reason than data that breaks its contract."""


@contextmanager
def warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for writing for as short as possible: no other process can read it then.

    Raises HomeError when another process holds it.
    """
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise
        raise HomeError(
            f"{path}: another program has it open; close it (readers belong in published/)"
        ) from None
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def load_raw(night: Night) -> LoadResult:
    """Load every new segment of the configured sources; idempotent."""
    with warehouse(night.home.warehouse):
        pass
    return load(
        night.home.warehouse,
        Landing(night.home.landing),
        connectors={source.name: source.type for source in night.sources},
        progress=lambda table, rows: night.progress.advance(f"{table}: {rows:,} rows"),
    )


def write_config(night: Night) -> None:
    """Write the decisions and the health of every stream where dbt reads them."""
    health = [
        StreamHealth(
            source=known.source,
            stream=known.stream,
            status=known.status,
            last_success_at=known.last_success_at,
            rows=known.rows,
            calls=known.calls,
            forced_calls=known.forced_calls,
            reason=known.reason,
            checked_at=known.checked_at,
        )
        for known in known_streams(night)
    ]
    with warehouse(night.home.warehouse) as connection:
        if night.config is not None:
            company.write(connection, night.config, now=night.now)
        company.write_streams(connection, health)


def build(night: Night, project: DbtProject, select: Iterable[str] = ()) -> BuildResult:
    """Run dbt; a complete build without a blocking failure becomes the one that checks look at.

    Failed tests and broken contracts go to `night.failed_checks`.
    """
    wanted = list(select)
    night.built = None
    with warehouse(night.home.warehouse) as connection:
        _forget(connection)
    result = project.build(select=wanted, full_refresh=night.full, listener=night.progress.advance)
    night.checks += sum(node.kind == "test" for node in result.nodes)
    night.failed_checks += [
        CheckRecord(
            asset=_tested(project, node),
            name=node.name,
            blocking=node.failed,
            detail=(node.message or node.status).strip().splitlines()[0],
        )
        for node in result.nodes
        if (node.kind == "test" and node.status not in ("pass", "skipped")) or _broke_contract(node)
    ]
    if result.succeeded and not wanted:
        with warehouse(night.home.warehouse) as connection:
            _remember(connection, night.build_id)
        night.built = night.build_id
    return result


def raise_if_broken(result: BuildResult) -> None:
    """Raise BuildFailed if a model failed for another reason than its data."""
    for node in result.nodes:
        if node.failed and node.kind != "test" and not _broke_contract(node):
            raise BuildFailed(f"{node.name}: {(node.message or node.status).strip()}")


def row_counts(path: Path) -> dict[tuple[str, str], int]:
    """Rows of every table of the warehouse by (schema, table), as its catalogue knows them."""
    with warehouse(path) as connection:
        rows = connection.execute(
            "select schema_name, table_name, estimated_size from duckdb_tables()"
            " where database_name = current_database()"
        ).fetchall()
    return {(schema, table): count for schema, table, count in rows}


def built_id(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The last complete build in the warehouse, or None."""
    present = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'audit' and table_name = 'build'"
    ).fetchone()
    found = present and connection.execute("select build_id from audit.build").fetchone()
    return found[0] if found else None


def settings(connection: duckdb.DuckDBPyConnection) -> tuple[str, datetime]:
    """The hash of all decisions that the warehouse was built with, and its `as_of`."""
    config_hash, as_of = connection.execute(
        "select config_hash, as_of from config.settings"
    ).fetchall()[0]
    return config_hash, as_of


def mark_checked(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    """Note that a build passed its checks."""
    connection.execute("create schema if not exists audit")
    connection.execute("create or replace table audit.checked (build_id varchar)")
    connection.execute("insert into audit.checked values (?)", [build_id])


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Before dbt changes a table: what the warehouse holds is no build until it ended."""
    connection.execute("create schema if not exists audit")
    connection.execute(
        "create or replace table audit.build"
        " (build_id varchar, built_at timestamptz, as_of timestamptz)"
    )


def _remember(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    connection.execute(
        "insert into audit.build select ?, run_started_at, as_of from config.settings", [build_id]
    )


def _broke_contract(node: NodeResult) -> bool:
    """A model whose rows break a constraint of its contract: the data is at fault, as in a test."""
    return node.failed and node.kind != "test" and "Constraint Error" in (node.message or "")


def _tested(project: DbtProject, node: NodeResult) -> str:
    """The model that a test is about: the one it is attached to, else the first it reads."""
    found = project.manifest.nodes.get(node.unique_id)
    attached = getattr(found, "attached_node", None) or next(
        iter(getattr(found, "depends_on_nodes", [])), node.unique_id
    )
    return str(attached).rsplit(".", 1)[-1]
