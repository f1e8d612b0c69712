"""A folder of sheets, its configuration and the nights over it, on real files."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.config.models import Config
from connectors.connector import ConfiguredSource, SyncResult
from connectors.landing import Landing
from connectors.loading import LoadResult, load
from connectors.registry import configured_sources, connector_of

FIRST_NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)


class Sheets:
    """One source named `sheet` over files in `folder`; every `sync` is the next night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.landing = Landing(folder / "home" / "landing")
        self.warehouse = folder / "home" / "warehouse.duckdb"
        self.tables: list[Mapping[str, Any]] = []
        self.company: Mapping[str, Any] = {}
        self.fields: Mapping[str, Any] = {}
        self.night = 0

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def declare(self, *tables: Mapping[str, Any]) -> None:
        self.tables = list(tables)

    def config(self) -> Config:
        source = {
            "name": "sheet",
            "type": "spreadsheet",
            "tables": self.tables,
            "fields": self.fields,
        }
        return Config.model_validate(
            {
                "path": self.folder / "salescycle.yml",
                "company": self.company,
                "sources": [source],
            }
        )

    def sources(self) -> tuple[ConfiguredSource, ...]:
        return configured_sources(self.config())

    def sync(
        self, stream: str, *, source: str = "sheet", accept_shrink: bool = False
    ) -> SyncResult:
        self.night += 1
        (found,) = [one for one in self.sources() if one.name == source]
        return connector_of(found).sync(
            found,
            stream,
            self.landing,
            now=FIRST_NIGHT + timedelta(days=self.night),
            accept_shrink=accept_shrink,
        )

    def load(self, **options: Any) -> LoadResult:
        connectors = {source.name: source.type for source in self.sources()}
        return load(self.warehouse, self.landing, connectors=connectors, **options)

    def rows(self, stream: str, *, source: str = "sheet") -> list[dict[str, Any]]:
        """All landed rows in landing order."""
        return [row for batch in self.landing.read(source, stream) for row in batch.to_pylist()]

    def current(self, stream: str, *, source: str = "sheet") -> dict[str, dict[str, Any]]:
        """Record id -> payload of the last landed version, without deleted ones."""
        last = {row["record_id"]: row for row in self.rows(stream, source=source)}
        return {
            record_id: json.loads(row["payload"])
            for record_id, row in last.items()
            if not row["is_deleted"]
        }

    def canonical(self, stream: str, *, source: str = "sheet") -> dict[str, dict[str, str]]:
        return {
            record_id: payload["canonical"]
            for record_id, payload in self.current(stream, source=source).items()
        }

    def column(self, field: str, cells: Sequence[str], **table: Any) -> list[str | None]:
        """Canonical texts of cells of one field of a deal, in order; errors are not looked at."""
        rows = [f'D{number},"{cell}"' for number, cell in enumerate(cells)]
        self.write("cells.csv", "\n".join([f"deal_id,{field}", *rows]) + "\n")
        self.declare({"path": "cells.csv", "entity": "deal", **table})
        result = self.sync("deal", accept_shrink=True)
        if result.refused:
            raise result.refused[0]
        found = self.canonical("deal")
        return [found[f"D{number}"].get(field) for number in range(len(cells))]


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    return Sheets(tmp_path)
