"""Trying a source out: every table read as a sync would read it, and nothing kept."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from connectors.connector import ConfiguredSource, Finding
from connectors.errors import UserError
from connectors.landing import Landing
from connectors.spreadsheet.shape import feeds
from connectors.spreadsheet.sync import sync_stream


def probe(source: ConfiguredSource, *, now: datetime) -> Iterator[Finding]:
    """One finding per stream that reads well, one per table that is refused."""
    with tempfile.TemporaryDirectory(prefix="salescycle-") as folder:
        for stream, tables in feeds(source).items():
            names = ", ".join(dict.fromkeys(feed.table.path for feed in tables))
            try:
                result = sync_stream(
                    source,
                    stream,
                    Landing(Path(folder)),
                    now=now,
                    accept_shrink=True,
                    progress=None,
                )
            except UserError as error:
                yield Finding(f"{source.name} {stream}", False, str(error))
                continue
            for refused in result.refused:
                yield Finding(f"{source.name} {stream}", False, str(refused))
            for problem in result.problems:
                yield Finding(f"{source.name} {stream}", True, problem)
            if not result.refused:
                rows = result.rows - result.deleted
                yield Finding(f"{source.name} {stream}", True, f"{rows:,} rows in {names}")
