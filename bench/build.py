"""Building: dbt over the models against the same compiled SQL run straight in DuckDB."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from expectations.functions import register
from orchestration.dbt import DbtProject
from orchestration.home import Home


@dataclass(frozen=True)
class Timing:
    """Seconds: dbt over the models, their SQL by itself, and dbt again with all data tests."""

    dbt: float
    straight: float
    again_with_tests: float

    @property
    def ratio(self) -> float:
        """How many times as long dbt takes as its own SQL."""
        return self.dbt / self.straight


def measure(project: DbtProject, home: Home) -> Timing:
    """Build with dbt, then run the same SQL straight in DuckDB on a copy taken before."""
    copy = home.root / "straight.duckdb"
    shutil.copyfile(home.warehouse, copy)
    started = time.perf_counter()
    result = project.build(with_tests=False)
    dbt = time.perf_counter() - started
    assert result.succeeded
    nodes = [
        project.manifest.nodes[node.unique_id]
        for node in result.nodes
        if node.kind == "model" and not node.failed
    ]
    straight = _straight(copy, home.dbt_target, nodes)
    copy.unlink()
    started = time.perf_counter()
    assert project.build().succeeded
    return Timing(dbt, straight, time.perf_counter() - started)


def _straight(copy: Path, target: Path, nodes: list[Any]) -> float:
    """Seconds that the statements take by themselves, in the order in which dbt ran them."""
    compiled = {path.stem: path for path in (target / "compiled").rglob("models/**/*.sql")}
    assert nodes
    assert all(node.name in compiled for node in nodes)
    seconds = 0.0
    with duckdb.connect(str(copy)) as database:
        database.execute("set TimeZone = 'UTC'")
        register(database)
        for schema in {node.schema for node in nodes}:
            database.execute(f"create schema if not exists {schema}")
        there = {
            f"{schema}.{name}": kind
            for schema, name, kind in database.execute(
                "select table_schema, table_name, table_type from information_schema.tables"
            ).fetchall()
        }
        for node in nodes:
            sql = compiled[node.name].read_text(encoding="utf-8").replace('"warehouse".', "")
            name = f"{node.schema}.{node.name}"
            if name in there and node.config.materialized != "incremental":
                database.execute(f"drop {'view' if there[name] == 'VIEW' else 'table'} {name}")
            started = time.perf_counter()
            for statement in _statements(node, name, name in there, sql):
                database.execute(statement)
            seconds += time.perf_counter() - started
    return seconds


def _statements(node: Any, name: str, exists: bool, sql: str) -> list[str]:
    kind = node.config.materialized
    if kind != "incremental" or not exists:
        return [f"create {'view' if kind == 'view' else 'table'} {name} as {sql}"]
    key = node.config.unique_key or []
    keys = ", ".join([key] if isinstance(key, str) else key)
    return [
        f"create or replace temp table arrived as {sql}",
        *([f"delete from {name} where ({keys}) in (select ({keys}) from arrived)"] if keys else []),
        f"insert into {name} select * from arrived",
    ]
