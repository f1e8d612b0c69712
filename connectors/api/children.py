"""Streams whose work list is what landed of their parents.

State: work -> {segment, offset}: the rows of the parent's segments up to there are worked off.
A kill between parent and child loses nothing: the parent's segments are still there.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from connectors.api.stream import AGAIN, Sync
from connectors.errors import NotFound, ScopeMissing
from connectors.landed import last_payloads
from connectors.landing import Row

AT_ONCE = 4
"""Requests under way: they wait on the network, and the rate limit is shared anyway."""
WRITTEN_AHEAD = 2
"""Batches per request under way that may wait to be written."""


@dataclass(frozen=True)
class Parent:
    """A landed row of a parent stream.

    `is_again`: it landed though it did not differ. `is_new`: none of the stream's children had
    been read before this sync.
    """

    stream: str
    record_id: str
    is_deleted: bool
    is_again: bool = False
    is_new: bool = False


Fetch = Callable[[Sync, Sequence[Parent]], Sequence[Row]]
"""Reads the children of some parents of one stream. Raises StreamFailed."""
Moved = Callable[[str | None, str], bool]
"""Whether a parent is to be asked about, by its payload then (None: never seen) and now."""


@dataclass(frozen=True)
class Work:
    """Children of one kind: of which parent stream, and how they are read.

    Where it is optional and forbidden, it catches up from the beginning once it is allowed. With
    `moved` only those parents are asked about of which it says so.
    """

    key: str
    parent: str
    fetch: Fetch
    is_optional: bool = False
    moved: Moved | None = None


@dataclass(frozen=True)
class Children:
    """A stream of the children of records; `batch` parents are asked about in one fetch.

    `batch` counts across segments, so that few changes cost few calls.
    """

    name: str
    works: tuple[Work, ...]
    batch: int = 1
    scope: str = ""
    is_optional: bool = False

    @property
    def parents(self) -> tuple[str, ...]:
        """The streams whose children these are."""
        return tuple(dict.fromkeys(work.parent for work in self.works))

    def sync(self, sync: Sync) -> None:
        """Read the children of every parent that landed since."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix=self.name) as pool:
            for work in self.works:
                running: deque[_Running] = deque()
                try:
                    self._work(sync, work, pool, running)
                except (ScopeMissing, NotFound):
                    if not work.is_optional:
                        raise
                finally:
                    for _, future in running:
                        future.cancel()
        sync.writer.commit(sync.writer.state)

    def _work(
        self, sync: Sync, work: Work, pool: ThreadPoolExecutor, running: "deque[_Running]"
    ) -> None:
        reached = sync.writer.state.get(work.key, {})
        for parents, reaches in _batches(sync, work, reached, self.batch):
            running.append((reaches, pool.submit(_fetched, work, sync, parents)))
            if len(running) >= AT_ONCE * WRITTEN_AHEAD:
                _take(sync, work, *running.popleft())
        while running:
            _take(sync, work, *running.popleft())


_Running = tuple[dict[str, Any], Future[Sequence[Row]]]


def _fetched(work: Work, sync: Sync, parents: Sequence[Parent]) -> Sequence[Row]:
    return work.fetch(sync, parents) if parents else ()


def _take(sync: Sync, work: Work, reaches: dict[str, Any], future: Future[Sequence[Row]]) -> None:
    """Land the children of one batch; batches are taken in the order of their parents."""
    rows = future.result()
    for place, row in enumerate(rows, 1):
        if place == len(rows):
            # a segment that is closed with the last row reaches its batch
            sync.writer.state = {**sync.writer.state, work.key: reaches}
        sync.writer.add(row)
        sync.deleted += row.is_deleted
    sync.writer.state = {**sync.writer.state, work.key: reaches}
    sync.told(len(rows))


def _batches(
    sync: Sync, work: Work, reached: Mapping[str, Any], size: int
) -> Iterator[tuple[list[Parent], dict[str, Any]]]:
    """Parents not worked off yet, `size` at a time, with the state that each batch reaches.

    A parent that landed again within a batch is asked about once; one that is gone not at all.
    """
    is_new = not reached
    number, offset = int(reached.get("segment", 0)), int(reached.get("offset", 0))
    batch: dict[str, Parent] = {}
    paths = sync.landing.segments(sync.source.name, work.parent)
    for path in paths:
        segment = int(path.stem)
        skipped = offset if segment == number else 0
        rows = pq.read_metadata(path).num_rows
        if segment < number or rows == skipped:
            continue
        unmoved = _unmoved(work.moved, paths, path, skipped) if work.moved else frozenset()
        for place, parent in enumerate(_rows(path, work.parent), 1):
            if place <= skipped:
                continue
            batch.pop(parent.record_id, None)
            if not parent.is_deleted and place not in unmoved:
                batch[parent.record_id] = replace(parent, is_new=is_new)
            if len(batch) == size:
                yield list(batch.values()), {"segment": segment, "offset": place}
                batch = {}
        reached = {"segment": segment, "offset": rows}
    if reached:
        yield list(batch.values()), dict(reached)


def _unmoved(moved: Moved, paths: Sequence[Path], path: Path, skipped: int) -> frozenset[int]:
    """The places in a segment of parents that need not be asked about, from 1."""
    earlier = [each for each in paths if int(each.stem) < int(path.stem)]
    then = last_payloads(earlier, path, skipped)
    found = set[int]()
    with pq.ParquetFile(path) as file:
        place = 0
        for rows in file.iter_batches(5_000, columns=["record_id", "payload"]):
            for record_id, payload in zip(*(c.to_pylist() for c in rows.columns), strict=True):
                place += 1
                if place > skipped:
                    if not moved(then.get(record_id), payload):
                        found.add(place)
                    then[record_id] = payload
    return frozenset(found)


def _rows(path: Path, stream: str) -> Iterator[Parent]:
    with pq.ParquetFile(path) as file:
        columns = ["record_id", "is_deleted", "context"]
        for rows in file.iter_batches(5_000, columns=columns):
            values = {name: rows.column(name).to_pylist() for name in columns}
            for record_id, is_deleted, context in zip(*values.values(), strict=True):
                yield Parent(stream, record_id, is_deleted, context == AGAIN)
