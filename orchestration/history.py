"""Dagster's history of runs, kept in the home folder and written quickly.

Dagster opens, synchronises and closes a SQLite file for every event. A night has more than a
thousand events, one per model, test and stream, so this took longer than the work itself. Here a
file stays open, and is not synchronised: the history is for looking at, nothing is decided by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
)
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

RUNS_KEPT = 100
BUSY_SECONDS = 30

_SETTINGS = """\
# Written by salescycle. DAGSTER_HOME=<this folder> dagster dev shows the runs of the command too.
telemetry:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


class HistoryStorage(SqliteEventLogStorage):
    """Dagster's own files and tables, each file opened once by the process that runs the job."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._open: dict[str, Connection] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "HistoryStorage":
        """Called by Dagster with the folder that `open_history` names."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._open:
                self._close({INDEX_SHARD_NAME, shard})
                self._open[shard] = self._opened(shard)
            connection = self._open[shard]
            with connection.begin():
                yield connection

    def _opened(self, shard: str) -> Connection:
        # The lock above lets one thread at a time use the connection.
        engine = create_engine(
            self.conn_string_for_shard(shard),
            poolclass=StaticPool,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        if shard not in self._initialized_dbs:
            self._initdb(engine)
            self._initialized_dbs.add(shard)
        connection = engine.connect()
        connection.execute(text("pragma synchronous = off"))
        connection.commit()
        return connection

    def _close(self, kept: set[str]) -> None:
        for shard in self._open.keys() - kept:
            connection = self._open.pop(shard)
            connection.close()
            connection.engine.dispose()

    def dispose(self) -> None:
        """Close all files."""
        with self._db_lock:
            self._close(set())
        super().dispose()


@contextmanager
def open_history(folder: Path) -> Iterator[dg.DagsterInstance]:
    """The history in a folder, made if needed; the oldest runs are forgotten at the end."""
    folder.mkdir(mode=0o700, exist_ok=True)
    settings = folder / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_SETTINGS, encoding="utf-8")
    storage = {
        "module": HistoryStorage.__module__,
        "class": HistoryStorage.__name__,
        "config": {"base_dir": str(folder / "history" / "runs")},
    }
    reference = InstanceRef.from_dir(str(folder), overrides={"event_log_storage": storage})
    with dg.DagsterInstance.from_ref(reference) as instance:
        yield instance
        for record in instance.get_run_records()[RUNS_KEPT:]:
            instance.delete_run(record.dagster_run.run_id)
