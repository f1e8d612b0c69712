"""Sheets as a source: CSV, TSV, XLSX, alone or by pattern, read as their declaration says.

From file to landed row: `files` finds and opens them, `textfile` and `workbook` make a `sheet` of
cell texts, `shape` finds the columns, `cells` (with `times` and `numbers`) decides and reads them,
`records` puts payloads together, `changes` compares with what has landed, `sync` does it in order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.config import company_folder
from connectors.config.entities import ENTITIES
from connectors.config.models import Config
from connectors.connector import ConfiguredSource, Finding, Progress, SyncResult
from connectors.landing import Landing
from connectors.spreadsheet.probe import probe
from connectors.spreadsheet.shape import feeds
from connectors.spreadsheet.sync import sync_stream


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

    def parents(self, stream: str) -> tuple[str, ...]:
        """None: a table is read from its files alone."""
        return ()

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Read every table once, keeping nothing."""
        return probe(source, now=now)

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
    settings = company_folder.company_source(config)
    if settings is None:
        return None
    return ConfiguredSource(settings.name, settings.type, settings, config.folder, config.company)
