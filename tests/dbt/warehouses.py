"""Warehouses filled without the connectors: landed rows and configuration written straight in."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb
from random_nights import Change

from connectors import company
from connectors.config import load
from connectors.loading import create_raw_tables, raw_table

# When a verdict was reached, not what it is: a stored one is older than one just made.
BOOKKEEPING = {"checked_at"}


def land(home: Path, yml: Path, changes: Iterable[Change], *, night: int, now: datetime) -> None:
    """Add a night's rows and configuration to the warehouse of `home`, made if missing."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        create_raw_tables(warehouse)
        for seq, change in enumerate(changes):
            canonical = change.fields or {}
            payload = json.dumps({"canonical": canonical, "original": {}, "errors": []})
            row = {
                "source": "sheet",
                "record_id": change.record_id,
                "parent_id": canonical.get("deal_id"),
                "payload": payload,
                "is_deleted": change.fields is None,
                "extracted_at": now,
                "seq": seq,
                "segment": f"{night:06}.parquet",
                "load_seq": night,
            }
            named = ", ".join(f"? as {name}" for name in row)
            warehouse.execute(
                f"insert into {raw_table('spreadsheet', change.entity)} by name select {named}",
                [*row.values()],
            )
        company.write(warehouse, load(yml, env={}), now=now)


def copy_inputs(home: Path, other: Path) -> None:
    """Give `other` a new warehouse with the raw and config tables of `home` and nothing built."""
    with duckdb.connect(str(other / "warehouse.duckdb")) as warehouse:
        warehouse.execute(f"attach '{home / 'warehouse.duckdb'}' as built (read_only)")
        inputs = warehouse.execute(
            """select table_schema, table_name from information_schema.tables
            where table_catalog = 'built' and table_schema in ('raw', 'config')"""
        ).fetchall()
        assert len(inputs) > 10
        for schema, table in inputs:
            warehouse.execute(f"create schema if not exists {schema}")
            warehouse.execute(f"create table {schema}.{table} as from built.{schema}.{table}")


def differences(home: Path, other: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows of schemas marts and contacts that only one of the two has, by table; at most 4 each."""
    with duckdb.connect() as memory:
        memory.execute("set TimeZone = 'UTC'")
        memory.execute(f"attach '{home / 'warehouse.duckdb'}' as one (read_only)")
        memory.execute(f"attach '{other / 'warehouse.duckdb'}' as two (read_only)")
        tables = memory.execute(
            """select distinct table_schema, table_name from information_schema.tables
            where table_schema in ('marts', 'contacts') order by all"""
        ).fetchall()
        assert len(tables) > 25
        found: dict[str, list[tuple[object, ...]]] = {}
        for schema, table in tables:
            columns = _comparable(memory, schema, table)
            one, two = (f"select {columns} from {db}.{schema}.{table}" for db in ("one", "two"))
            rows = memory.execute(
                f"""(select 'only one', * from ({one} except all {two}) limit 2)
                union all (select 'only two', * from ({two} except all {one}) limit 2)"""
            ).fetchall()
            if rows:
                found[f"{schema}.{table}"] = rows
        return found


def _comparable(memory: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    columns = memory.execute(
        """select column_name, data_type from information_schema.columns
        where table_catalog = 'one' and table_schema = ? and table_name = ?
        order by ordinal_position""",
        [schema, table],
    ).fetchall()
    # doubles that are sums depend on the order of adding in their last digits
    return ", ".join(
        f"round({name}, 6)" if kind == "DOUBLE" else f'"{name}"'
        for name, kind in columns
        if name not in BOOKKEEPING
    )
