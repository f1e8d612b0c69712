"""dbt-duckdb plugin: the contact functions on dbt's connection, and a folder to connect in.

dbt-duckdb loads it by name (`plugins: [{module: expectations.plugin}]` in profiles.yml) before it
connects, so the folder of the database file is made here: an analyst's `dbt build` in a fresh
checkout has no step before it.
"""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from expectations.functions import register


class Plugin(BasePlugin):
    """The name that dbt-duckdb looks for."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the database file's folder, which DuckDB does not."""
        path = self.creds.path if self.creds is not None else ":memory:"
        if not path.startswith((":memory:", "md:")):
            Path(path).parent.mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register the functions where dbt's cursors inherit them."""
        register(conn)
