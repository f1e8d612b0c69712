"""One sync of one stream of sheets: read what changed, land what is new, move the state."""

from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa

from connectors.config.entities import ENTITIES
from connectors.connector import ConfiguredSource, Progress, SyncResult
from connectors.errors import TableRefused, TruncatedRead
from connectors.landing import Landing, Writer
from connectors.spreadsheet.changes import Changes
from connectors.spreadsheet.plan import PlannedTable, files_to_read, plan
from connectors.spreadsheet.reader import ReadTable, read_table
from connectors.spreadsheet.records import Problems
from connectors.spreadsheet.shape import Feed, feeds, tables_of

_EXAMPLES = 3


def sync_stream(
    source: ConfiguredSource,
    stream: str,
    landing: Landing,
    *,
    now: datetime,
    accept_shrink: bool,
    progress: Progress | None,
) -> SyncResult:
    """Land the changes of a stream's tables.

    The state of a table moves only in the segment that completes it, so a killed sync reads the
    table again and lands only what had not landed. If every table is refused nothing is landed.
    """
    with landing.writer(source.name, stream, extracted_at=now) as writer:
        work = _Sync(source, feeds(source)[stream], landing, writer, accept_shrink, progress)
        work.run()
        result = work.result
        result.rows, result.bytes, result.segments = writer.rows, writer.bytes, len(writer.segments)
        return result


class _Sync:
    def __init__(
        self,
        source: ConfiguredSource,
        stream_feeds: list[Feed],
        landing: Landing,
        writer: Writer,
        accept_shrink: bool,
        progress: Progress | None,
    ) -> None:
        self.source = source
        self.feeds = stream_feeds
        self.stream = stream_feeds[0].stream
        self.landing = landing
        self.writer = writer
        self.accept_shrink = accept_shrink
        self.progress = progress
        self.result = SyncResult()

    def run(self) -> None:
        state = self.writer.state
        declarations = tables_of(self.source)
        tables, refused = plan(self.feeds, self.source.folder, state, declarations)
        declared = {feed.partition for feed in self.feeds}
        removed = state.keys() - declared
        if not files_to_read(tables, everything=False) and not removed:
            self.result.refused.extend(refused)
            if tables:
                self.writer.commit(state)
            return
        for everything in (False, True):
            self.result = SyncResult(refused=list(refused))
            wanted = files_to_read(tables, everything=everything)
            is_complete = sum(map(len, wanted.values())) == sum(len(t.files) for t in tables)
            read = self._read(tables, wanted)
            if self._land(tables, read, removed, is_last=everything or is_complete):
                return

    def _read(self, tables: list[PlannedTable], wanted: dict[str, list[Any]]) -> list[ReadTable]:
        read = []
        for table in tables:
            files = wanted.get(table.feed.partition)
            if not files:
                continue
            try:
                read.append(
                    read_table(
                        self.source.name,
                        table,
                        files,
                        accept_shrink=self.accept_shrink,
                        progress=self.progress,
                    )
                )
            except (TableRefused, TruncatedRead) as refusal:
                self.result.refused.append(refusal)
        return read

    def _land(
        self,
        tables: list[PlannedTable],
        read: list[ReadTable],
        removed: set[str],
        *,
        is_last: bool,
    ) -> bool:
        """Land the difference; False, landing nothing, if unread files may have what went."""
        if not read and not removed:
            return True
        problems = Problems()
        with Changes() as changes:
            for table in read:
                for file, rows in table.records(problems):
                    context = _context(table.table.feed.partition, file.name)
                    changes.add(context, table.table.rank(file), file.name, rows)
            duplicates = changes.identify(", ".join(ENTITIES[self.stream].key or ()) or None)
            changes.compare(self.landing, self.source.name, self.stream)
            self._tell_contexts(changes, tables, read, removed)
            self.result.deleted = changes.gone()
            if self.result.deleted and not is_last:
                return False
            for batch in changes.rows():
                self._keep_examples(batch)
                self.writer.add_table(pa.Table.from_batches([batch]))
        state = {name: kept for name, kept in self.writer.state.items() if name not in removed}
        self.writer.commit(state | {table.table.feed.partition: table.state() for table in read})
        self.result.problems = [note for table in read for note in table.notes]
        self.result.problems += problems.lines()
        self.result.problems += [
            f"{file}:{line}: used; {count} earlier row{'s' * (count > 1)} with its key not used"
            for file, line, count in duplicates
        ]
        return True

    def _tell_contexts(
        self,
        changes: Changes,
        tables: list[PlannedTable],
        read: list[ReadTable],
        removed: set[str],
    ) -> None:
        ranks = {
            _context(table.feed.partition, file.name): table.rank(file)
            for table in tables
            for file in table.files
        }
        done = {table.table.feed.partition: table for table in read}
        for context in changes.landed_contexts():
            origin = msgspec.json.decode(context)
            table = done.get(origin["table"])
            is_full = table is not None and table.table.is_full
            is_read = table is not None and origin["file"] in {file.name for file in table.files}
            is_removed = origin["table"] in removed
            changes.know(
                context,
                ranks.get(context, -1),
                is_read=is_read or is_full or is_removed,
                is_gone_if_missing=is_full or is_removed,
            )

    def _keep_examples(self, batch: pa.RecordBatch) -> None:
        missing = _EXAMPLES - len(self.result.examples)
        if missing > 0:
            self.result.examples += batch.column("record_id")[:missing].to_pylist()


def _context(partition: str, file: str) -> str:
    return msgspec.json.encode({"table": partition, "file": file}).decode()
