"""Which stream is read when: several at once, parents before children, every source in turn."""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from threading import Event
from typing import TypeVar

from connectors.connector import ConfiguredSource
from connectors.registry import connector_of

T = TypeVar("T")
Work = tuple[ConfiguredSource, str]
"""A stream of a source."""
Key = tuple[str, str]
"""Names of a source and of a stream of it."""

WORKERS = 8
"""Streams read at once; more would only wait for each other."""


def parents_of(source: ConfiguredSource, stream: str) -> list[Key]:
    """The streams that have to be read before this one."""
    return [(source.name, parent) for parent in connector_of(source).parents(stream)]


def in_order(work: Sequence[Work]) -> list[Key]:
    """The keys of the streams, each after its parents."""
    return list(_graph(work).static_order())


def read_all(
    work: Sequence[Work], read: Callable[[ConfiguredSource, str], T], stopping: Event
) -> Generator[tuple[Key, T], None, None]:
    """Read all streams and give each result as it ends.

    A stream starts when those of its parents that are part of the work have ended, however they
    did. Of the streams that could start, one of the source that is read least goes first, so that
    one slow system does not hold up the others. When the caller stops listening, or is interrupted,
    `stopping` is set: streams that are being read are to end soon, others do not begin.
    """
    by_key = {(source.name, stream): (source, stream) for source, stream in work}
    graph = _graph(work)
    graph.prepare()
    ready: list[Key] = list(graph.get_ready())
    running: dict[Future[T], Key] = {}
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="sync") as pool:
        try:
            while ready or running:
                while ready and len(running) < WORKERS:
                    busy = Counter(name for name, _ in running.values())
                    key = min(ready, key=lambda one: busy[one[0]])
                    ready.remove(key)
                    running[pool.submit(read, *by_key[key])] = key
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    key = running.pop(future)
                    graph.done(key)
                    ready += graph.get_ready()
                    yield key, future.result()
        finally:
            stopping.set()


def _graph(work: Sequence[Work]) -> TopologicalSorter[Key]:
    keys = {(source.name, stream) for source, stream in work}
    return TopologicalSorter(
        {
            (source.name, stream): [key for key in parents_of(source, stream) if key in keys]
            for source, stream in work
        }
    )
