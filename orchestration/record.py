"""The run record: what every run did, one JSON object per line of `runs.jsonl`, never rewritten.

It answers what Dagster's success flag cannot: which streams are stale and since when, what is
published, which exit code a run ended with.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

Status = Literal["ok", "stale", "unavailable"]


class StreamRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One sync of one stream.

    `rows` is what the source held at its last success, `landed` what this sync brought of it,
    `deleted` the tombstones among those, `bytes` what they take on disk. Of the `calls`,
    `forced_calls` read again what the vendor gives no changes of.
    """

    source: str
    stream: str
    status: Status
    checked_at: datetime
    last_success_at: datetime | None = None
    rows: int = 0
    landed: int = 0
    deleted: int = 0
    bytes: int = 0
    calls: int = 0
    forced_calls: int = 0
    reason: str | None = None
    problems: list[str] = []
    examples: list[str] = []


class SyncRecord(msgspec.Struct, frozen=True, kw_only=True, tag="sync"):
    """All streams of one run, written as soon as the sync ended."""

    run: str
    at: datetime
    streams: list[StreamRecord]


class CheckRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One check that did not pass; `examples` are masked."""

    asset: str
    name: str
    blocking: bool
    detail: str
    examples: list[str] = []


class RunRecord(msgspec.Struct, frozen=True, kw_only=True, tag="run"):
    """The end of a run; `failure` is one line, `failed_checks` what did not pass.

    `published` is the version it published, of `as_of` and the decisions `config_hash` stands for.
    """

    run: str
    command: str
    started_at: datetime
    finished_at: datetime
    exit_code: int
    build: str | None = None
    published: str | None = None
    as_of: datetime | None = None
    config_hash: str | None = None
    checks: int | None = None
    failed_checks: list[CheckRecord] = []
    failure: str | None = None


Record = SyncRecord | RunRecord
_DECODER = msgspec.json.Decoder(Record)


def append(path: Path, record: Record) -> None:
    """Add one line and bring it to disk; what a killed run left half written is cut off first.

    Only the run that holds the home folder's lock may call this.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        content = file.read()
        file.seek(content.rfind(b"\n") + 1)
        file.truncate()
        file.write(msgspec.json.encode(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Iterator[Record]:
    """All records, oldest first; a last line that is still being written is left out."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        yield _DECODER.decode(line)


def latest_streams(path: Path) -> dict[tuple[str, str], StreamRecord]:
    """What is known last of every (source, stream)."""
    return {
        (stream.source, stream.stream): stream
        for record in read(path)
        if isinstance(record, SyncRecord)
        for stream in record.streams
    }


def last_run(path: Path, *, published: bool = False) -> RunRecord | None:
    """The newest run that ended, or the newest that published."""
    runs = [
        record
        for record in read(path)
        if isinstance(record, RunRecord) and (record.published or not published)
    ]
    return runs[-1] if runs else None
