"""Which files of which tables one sync of a stream has to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.config.models import Table
from connectors.errors import TableRefused, UserError
from connectors.spreadsheet.files import TableFile, find_files, snapshot_of
from connectors.spreadsheet.shape import Feed

# Of two tables, every file of the later one ranks above every file of the earlier.
_FILES_PER_TABLE = 10_000_000


@dataclass(frozen=True)
class PlannedTable:
    """A table whose files could be listed, and what its state says of the last reading."""

    feed: Feed
    number: int
    files: Sequence[TableFile]
    state: Mapping[str, Any]

    @property
    def is_full(self) -> bool:
        """Whether a row that is gone from the file is deleted."""
        return snapshot_of(self.feed.table) == "full"

    def rank(self, file: TableFile) -> int:
        """Of two files with the same record, the one of higher rank counts."""
        return self.number * _FILES_PER_TABLE + self.files.index(file)

    def changed(self) -> list[TableFile]:
        """The files that are not as they were, or all of them after a changed declaration."""
        if self.state.get("mapping") != self.feed.declaration:
            return list(self.files)
        known = self.state["files"]
        return [file for file in self.files if known.get(file.name) != file.digest]


def plan(
    feeds: Iterable[Feed], folder: Path, state: Mapping[str, Any], all_tables: Iterable[Table]
) -> tuple[list[PlannedTable], list[UserError]]:
    """The tables whose files can be opened, and the refusals of the others.

    `all_tables` of the source, of every stream: they may name a file better.
    """
    others = list(all_tables)
    tables: list[PlannedTable] = []
    refused: list[UserError] = []
    for number, feed in enumerate(feeds):
        try:
            files = find_files(folder, feed.table, others)
        except TableRefused as refusal:
            refused.append(refusal)
        else:
            tables.append(PlannedTable(feed, number, files, state.get(feed.partition, {})))
    return tables, refused


def files_to_read(
    tables: Iterable[PlannedTable], *, everything: bool
) -> dict[str, list[TableFile]]:
    """Partition -> files, only those with something to read.

    What ranks above a changed file is read too: a record that both have is the later one's.
    """
    listed = [(table.rank(file), table, file) for table in tables for file in table.files]
    changed = [table.rank(file) for table in tables for file in table.changed()]
    if not listed or not (everything or changed):
        return {}
    lowest = 0 if everything else min(changed)
    found: dict[str, list[TableFile]] = {}
    for rank, table, file in listed:
        if rank >= lowest:
            found.setdefault(table.feed.partition, []).append(file)
    return found
