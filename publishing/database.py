"""One published DuckDB file: a schema's tables as plain tables with their comments.

The file is written in the storage format of DuckDB 1.0, so that the drivers of BI tools, which lag
years behind, open it. Constraints are not copied: a key makes a file that 1.0 cannot open.
"""

from pathlib import Path

import duckdb

STORAGE_VERSION = "v1.0.0"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Tables and views of a schema of the attached warehouse, sorted."""
    rows = connection.execute(
        "select table_name as name from duckdb_tables()"
        " where database_name = 'warehouse' and schema_name = $schema"
        " union all select view_name from duckdb_views()"
        " where database_name = 'warehouse' and schema_name = $schema order by name",
        {"schema": schema},
    ).fetchall()
    return [name for (name,) in rows]


def write_database(connection: duckdb.DuckDBPyConnection, schema: str, path: Path) -> list[str]:
    """Copy a schema of the attached warehouse into a new file; returns the names of its tables.

    The file is complete and has no write-ahead log when this returns.
    """
    names = tables(connection, schema)
    connection.execute(
        f"attach {literal(str(path))} as published (storage_version '{STORAGE_VERSION}')"
    )
    try:
        connection.execute(f"create schema published.{quoted(schema)}")
        for name in names:
            target = f"{quoted(schema)}.{quoted(name)}"
            connection.execute(
                f"create table published.{target} as select * from warehouse.{target}"
            )
            for statement in _comments(connection, schema, name):
                connection.execute(statement)
    finally:
        connection.execute("detach published")
    leftover = path.with_name(path.name + ".wal")
    if leftover.exists():
        raise RuntimeError(f"{leftover} was not merged into its database")
    return names


def write_parquet(connection: duckdb.DuckDBPyConnection, schema: str, folder: Path) -> None:
    """Write each table of a schema of the attached warehouse as `<table>.parquet`."""
    folder.mkdir(mode=0o700)
    for name in tables(connection, schema):
        target = literal(str(folder / f"{name}.parquet"))
        connection.execute(
            f"copy warehouse.{quoted(schema)}.{quoted(name)} to {target}"
            " (format parquet, compression zstd)"
        )


def _comments(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[str]:
    """The statements that repeat the comments of a table or view and of its columns."""
    where = "where database_name = 'warehouse' and schema_name = $schema"
    parameters = {"schema": schema, "name": name}
    about_table = connection.execute(
        f"select comment from duckdb_tables() {where} and table_name = $name"
        f" union all select comment from duckdb_views() {where} and view_name = $name",
        parameters,
    ).fetchone()
    about_columns = connection.execute(
        "select column_name, comment from duckdb_columns()"
        f" {where} and table_name = $name and comment is not null order by column_index",
        parameters,
    ).fetchall()
    target = f"published.{quoted(schema)}.{quoted(name)}"
    statements = [
        f"comment on column {target}.{quoted(column)} is {literal(comment)}"
        for column, comment in about_columns
    ]
    if about_table and about_table[0]:
        statements.append(f"comment on table {target} is {literal(about_table[0])}")
    return statements
