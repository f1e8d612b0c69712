"""Landing: immutable Parquet segments, the only place where a sync writes.

A *segment* is one atomic file, `<root>/<source>/<stream>/000001.parquet`. Rows stream into a
temporary file beside it; only when that file is complete and on disk does it get its final name,
by a link that fails if the name exists. The sync state that the rows amount to is in the same
file's metadata, so rows and state cannot disagree, whatever is killed when. The highest segment's
state is the stream's state. Readers see complete segments and nothing else.
"""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from connectors.errors import HomeError

STATE_KEY = "salescycle.state"
SEGMENT_BYTES = 32 * 1024 * 1024
BATCH_ROWS = 20_000
BATCH_CHARACTERS = 1024 * 1024
"""Payload text that waits to be written at the most: memory is flat for large records too, and
what was just received is still in the processor's cache."""
_UTC_MICROSECONDS = pa.timestamp("us", tz="UTC")
_REPEATING = ["parent_id", "context", "is_deleted", "extracted_at", "payload_error"]
"""Columns worth a dictionary: in the others hardly two rows are equal."""
_SEGMENT_NAME = re.compile(r"\d{6,}\.parquet")
_TEMPORARY_PREFIX = ".landing-"

State = dict[str, Any]
"""partition -> what is known about it; JSON values only."""

SCHEMA = pa.schema(
    [
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("parent_id", pa.string()),
        pa.field("context", pa.string()),
        pa.field("payload", pa.string(), nullable=False),
        pa.field("payload_bytes", pa.binary()),
        pa.field("modified_at", _UTC_MICROSECONDS),
        pa.field("is_deleted", pa.bool_(), nullable=False),
        pa.field("extracted_at", _UTC_MICROSECONDS, nullable=False),
        pa.field("seq", pa.int64(), nullable=False),
        pa.field("payload_error", pa.string()),
    ]
)


class Row(NamedTuple):
    """One landed record; `payload` is JSON text, `modified_at` an aware instant."""

    record_id: str
    payload: str
    parent_id: str | None = None
    context: str | None = None
    payload_bytes: bytes | None = None
    modified_at: datetime | None = None
    is_deleted: bool = False
    payload_error: str | None = None


class Landing:
    """The landing folder. Nothing is created before the first writer.

    A segment is closed once it has `segment_bytes`; it is written `batch_rows` rows at a time.
    """

    def __init__(
        self,
        root: Path,
        *,
        segment_bytes: int = SEGMENT_BYTES,
        batch_rows: int = BATCH_ROWS,
    ) -> None:
        self.root = root
        self.segment_bytes = segment_bytes
        self.batch_rows = batch_rows

    def folder(self, source: str, stream: str) -> Path:
        """Where the segments of one stream of one configured source lie."""
        return self.root / source / stream

    def streams(self) -> list[tuple[str, str]]:
        """Every (source, stream) that has landed at least one segment, sorted."""
        if not self.root.is_dir():
            return []
        found = (
            (source.name, stream.name)
            for source in self.root.iterdir()
            if source.is_dir()
            for stream in source.iterdir()
        )
        return sorted(pair for pair in found if self.segments(*pair))

    def segments(self, source: str, stream: str) -> list[Path]:
        """Complete segments, oldest first; [] for a stream that never landed."""
        folder = self.folder(source, stream)
        try:
            found = [path for path in folder.iterdir() if _SEGMENT_NAME.fullmatch(path.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(found, key=lambda path: int(path.stem))

    def state(self, source: str, stream: str) -> State:
        """The state that the highest segment reached; {} before the first."""
        segments = self.segments(source, stream)
        if not segments:
            return {}
        metadata = pq.read_metadata(segments[-1]).metadata or {}
        state: State = msgspec.json.decode(metadata[STATE_KEY.encode()])
        return state

    def read(
        self, source: str, stream: str, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """All landed rows in landing order, a batch at a time."""
        for segment in self.segments(source, stream):
            with pq.ParquetFile(segment) as file:
                yield from file.iter_batches(self.batch_rows, columns=columns)

    @contextmanager
    def writer(
        self,
        source: str,
        stream: str,
        *,
        extracted_at: datetime,
    ) -> Iterator["Writer"]:
        """The one writer of a stream; removes what a killed run left half written.

        `extracted_at` is the instant that all rows carry. Rows that were added and not committed
        when the block ends are discarded. Raises HomeError while another process writes.
        """
        folder = self.folder(source, stream)
        for level in (self.root, folder.parent, folder):
            if not level.is_dir():
                level.mkdir(mode=0o700, parents=level is self.root, exist_ok=True)
                _sync_folder(level.parent)
        # The lock is on the folder itself: it leaves no file and dies with its process.
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise HomeError(
                    f"{folder}: another run is landing {stream} of {source}; wait until it ends"
                ) from None
            for leftover in folder.glob(f"{_TEMPORARY_PREFIX}*"):
                leftover.unlink()
            writer = Writer(self, source, stream, extracted_at)
            try:
                yield writer
            finally:
                writer.discard()
        finally:
            os.close(lock)


class Writer:
    """Streams rows into segments; obtained from `Landing.writer`."""

    def __init__(self, landing: Landing, source: str, stream: str, extracted_at: datetime) -> None:
        if extracted_at.tzinfo is None:
            raise ValueError("extracted_at needs a time zone")
        self.folder = landing.folder(source, stream)
        self.state = landing.state(source, stream)
        self.segments: list[Path] = []
        self.rows = 0
        self.bytes = 0
        self._extracted_at = extracted_at
        self._limit = landing.segment_bytes
        self._batch_rows = landing.batch_rows
        present = landing.segments(source, stream)
        self._number = int(present[-1].stem) if present else 0
        self._pending: list[Row] = []
        self._characters = 0
        self._open: _Temporary | None = None

    @property
    def number(self) -> int:
        """The number of the stream's newest segment, 0 before the first."""
        return self._number

    def add(self, row: Row) -> None:
        """Take one row; a segment that grew past its size is closed with the state known so far."""
        self._pending.append(row)
        self._characters += len(row.payload)
        if len(self._pending) >= self._batch_rows or self._characters >= BATCH_CHARACTERS:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        """Take many rows at once: a table with columns named as in `Row`, missing ones null."""
        self._flush()
        for batch in table.to_batches(max_chunksize=self._batch_rows):
            self._write({name: batch.column(name) for name in batch.schema.names}, batch.num_rows)

    def commit(self, state: State) -> Path:
        """Close what was added as a segment that reaches `state`; an empty one if nothing was.

        Returns its path. The rows are on disk under their final name when this returns.
        """
        self._flush()
        self.state = state
        return self._close()

    def discard(self) -> None:
        """Drop what is not committed."""
        if self._open is not None:
            self._open.discard()

    def _flush(self) -> None:
        if not self._pending:
            return
        rows, self._pending, self._characters = self._pending, [], 0
        columns = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
        self._write(columns, len(rows))

    def _write(self, columns: dict[str, Any], count: int) -> None:
        if self._open is None:
            self._open = _Temporary(self.folder)
        first = self._open.rows
        columns["extracted_at"] = pa.repeat(self._extracted_at, count)
        columns["seq"] = range(first, first + count)
        columns.setdefault("is_deleted", [False] * count)
        arrays = [
            pa.nulls(count, field.type)
            if columns.get(field.name) is None
            else _as_array(columns[field.name], field.type)
            for field in SCHEMA
        ]
        self._open.write(pa.record_batch(arrays, schema=SCHEMA))
        self.rows += count
        if self._open.size >= self._limit:
            self._close()

    def _close(self) -> Path:
        temporary = self._open if self._open is not None else _Temporary(self.folder)
        self._open = temporary
        number = self._number + 1
        final = self.folder / f"{number:06d}.parquet"
        self.bytes += temporary.publish(final, self.state)
        self._open = None
        self._number = number
        self.segments.append(final)
        return final


def _as_array(values: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(values, pa.Array):
        return values.cast(kind)
    return pa.array(values, kind)


class _Temporary:
    """A segment under a temporary name until it is complete."""

    def __init__(self, folder: Path) -> None:
        descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY_PREFIX, dir=folder)
        os.fchmod(descriptor, 0o600)
        self.path = Path(name)
        self.rows = 0
        self._file = os.fdopen(descriptor, "wb")
        self._parquet = pq.ParquetWriter(
            self._file,
            SCHEMA,
            compression="zstd",
            use_dictionary=_REPEATING,
            write_statistics=False,
        )

    @property
    def size(self) -> int:
        """Bytes written so far, without what the writer still holds."""
        return self._file.tell()

    def write(self, batch: pa.RecordBatch) -> None:
        self._parquet.write_batch(batch)
        self.rows += batch.num_rows

    def publish(self, final: Path, state: State) -> int:
        """Give the complete file its final name, for good; returns its bytes."""
        self._parquet.add_key_value_metadata({STATE_KEY: msgspec.json.encode(state).decode()})
        self._parquet.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        size = self.size
        self._file.close()
        try:
            # A link, unlike a rename, never replaces a segment that is already there.
            os.link(self.path, final)
        except FileExistsError:
            raise HomeError(f"{final}: another run has just landed it; run again") from None
        finally:
            self.path.unlink()
        _sync_folder(final.parent)
        return size

    def discard(self) -> None:
        if not self._file.closed:
            self._parquet.close()
            self._file.close()
        self.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
