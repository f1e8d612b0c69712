"""Syncing: every stream of every source at once, and what becomes of one that fails.

A stream that cannot be read is stale: it keeps what landed before, says why, stops nothing else.
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import closing
from threading import Event

from connectors.connector import ConfiguredSource, SyncResult
from connectors.connector import Progress as Told
from connectors.errors import StreamFailed, UserError
from connectors.landed import count_held
from connectors.landing import Landing
from connectors.registry import connector_of
from orchestration.night import Night, one_line
from orchestration.record import Status, StreamRecord, SyncRecord, append, latest_streams
from orchestration.redaction import redact
from orchestration.scheduling import read_all

log = logging.getLogger("salescycle")


def streams_of(sources: Iterable[ConfiguredSource]) -> list[tuple[ConfiguredSource, str]]:
    """Every (source, stream) that a configuration has, in its order."""
    return [
        (source, stream) for source in sources for stream in connector_of(source).streams(source)
    ]


def sync(night: Night, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], StreamRecord]:
    """Sync the wanted (source, stream) pairs; each has a result, failed ones a stale one.

    The results are in the run record when this returns; those of streams that were not asked for
    are what the record knows of them.
    """
    keys = set(wanted)
    work = [pair for pair in streams_of(night.sources) if (pair[0].name, pair[1]) in keys]
    before = latest_streams(night.home.record)
    landing = Landing(night.home.landing)
    stopping = Event()
    results: dict[tuple[str, str], StreamRecord] = {}

    def read(source: ConfiguredSource, stream: str) -> StreamRecord:
        known = before.get((source.name, stream))
        return _sync_one(night, landing, source, stream, known, stopping)

    with closing(read_all(work, read, stopping)) as ended:
        for (source, stream), found in ended:
            results[source, stream] = found
            night.progress.advance(f"{source} {stream}", len(results), len(work))
    night.streams.update(results)
    append(
        night.home.record,
        SyncRecord(
            run=night.run_id, at=night.now, streams=[results[key] for key in sorted(results)]
        ),
    )
    return results


def known_streams(night: Night) -> list[StreamRecord]:
    """The newest known result of every configured stream, from this run or an earlier one."""
    known = {**latest_streams(night.home.record), **night.streams}
    configured = [(source.name, stream) for source, stream in streams_of(night.sources)]
    return [known[key] for key in configured if key in known]


def _sync_one(
    night: Night,
    landing: Landing,
    source: ConfiguredSource,
    stream: str,
    before: StreamRecord | None,
    stopping: Event,
) -> StreamRecord:
    last_success = before.last_success_at if before else None
    result = SyncResult()
    reason: str | None = None
    try:
        with night.progress.reading(f"{source.name} {stream}") as told:
            result = connector_of(source).sync(
                source,
                stream,
                landing,
                now=night.now,
                accept_shrink=night.accept_shrink,
                progress=_stoppable(told, stopping),
            )
        if result.refused:
            more = len(result.refused) - 1
            reason = str(result.refused[0]) + (f" (and {more} more)" if more else "")
            log.warning("%s %s: %s", source.name, stream, "; ".join(map(str, result.refused)))
    except UserError as error:
        reason = one_line(error)
        log.warning("%s %s: %s", source.name, stream, reason)
    except Exception as error:
        # Whatever goes wrong inside one stream, the others and the marts go on without it.
        reason = one_line(error)
        log.exception("%s %s failed", source.name, stream)
    status: Status = "stale" if reason else "unavailable" if result.unavailable else "ok"
    if status == "unavailable":
        reason = result.unavailable
        log.info("%s %s is unavailable: %s", source.name, stream, reason)
    return StreamRecord(
        source=source.name,
        stream=stream,
        status=status,
        checked_at=night.now,
        last_success_at=night.now if status == "ok" else last_success,
        rows=_rows_held(landing, source.name, stream, result, before),
        landed=result.rows,
        deleted=result.deleted,
        bytes=result.bytes,
        calls=result.calls,
        forced_calls=result.forced_calls,
        reason=redact(reason) if reason else None,
        problems=result.problems,
        examples=result.examples,
    )


def _stoppable(told: Told, stopping: Event) -> Told:
    """Progress that ends the stream at its next page once the run was interrupted."""

    def tell(what: str, rows: int, total: int | None = None) -> None:
        if stopping.is_set():
            raise StreamFailed(f"{what}: interrupted; what is complete stays landed")
        told(what, rows, total)

    return tell


def _rows_held(
    landing: Landing, source: str, stream: str, result: SyncResult, before: StreamRecord | None
) -> int:
    """Rows that the source holds, from the state: the same whether or not a run was interrupted.

    Where the state does not count them, as with children that are read by their parents, those that
    landed are counted, unless nothing landed since they were.
    """
    counts = [
        int(partition["rows"])
        for partition in landing.state(source, stream).values()
        if isinstance(partition, dict) and partition.get("rows") is not None
    ]
    if counts:
        return sum(counts)
    if before is not None and not result.rows:
        return before.rows
    return count_held(landing.segments(source, stream))
