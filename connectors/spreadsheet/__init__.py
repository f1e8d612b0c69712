"""Sheets as a source: CSV, TSV, XLSX, alone or by pattern, read as their declaration says.

From file to landed row: `files` finds and opens them, `textfile` and `workbook` make a `sheet` of
cell texts, `shape` finds the columns, `cells` (with `times` and `numbers`) decides and reads them,
`records` puts payloads together, `changes` compares with what has landed, `sync` does it in order.
"""

from dataclasses import dataclass
from datetime import datetime

from connectors.config.entities import ENTITIES
from connectors.config.models import Config, Source, Table
from connectors.connector import ConfiguredSource, Progress, SyncResult
from connectors.landing import Landing
from connectors.spreadsheet.reader import COMPANY
from connectors.spreadsheet.shape import feeds
from connectors.spreadsheet.sync import sync_stream

_COMPANY_SHEETS = {
    "reps": "rep",
    "quotas": "quota",
    "exchange_rates": "exchange_rate",
    "holidays": "holiday",
    "overrides": "override",
}


@dataclass(frozen=True)
class SpreadsheetConnector:
    """Tables in files, by configuration alone."""

    name: str = "spreadsheet"

    @property
    def all_streams(self) -> tuple[str, ...]:
        """A stream per entity."""
        return tuple(ENTITIES)

    def streams(self, source: ConfiguredSource) -> tuple[str, ...]:
        """The entities that the source's tables feed."""
        fed = feeds(source)
        return tuple(entity for entity in ENTITIES if entity in fed)

    def sync(
        self,
        source: ConfiguredSource,
        stream: str,
        landing: Landing,
        *,
        now: datetime,
        accept_shrink: bool = False,
        progress: Progress | None = None,
    ) -> SyncResult:
        """Land what changed in the stream's tables; refused tables are in the result."""
        return sync_stream(
            source, stream, landing, now=now, accept_shrink=accept_shrink, progress=progress
        )


def company_source(config: Config) -> ConfiguredSource | None:
    """The sheets in `company/` beside salescycle.yml as a source, None if there are none."""
    tables = tuple(
        Table.model_validate({"path": f"company/{name}.csv", "entity": entity})
        for name, entity in _COMPANY_SHEETS.items()
        if (config.folder / "company" / f"{name}.csv").is_file()
    )
    if not tables:
        return None
    settings = Source(name=COMPANY, type="spreadsheet", tables=tables)
    return ConfiguredSource(COMPANY, "spreadsheet", settings, config.folder, config.company)
