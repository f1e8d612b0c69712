"""The streams of a description, as the kinds that the runtime has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from connectors.api.children import Children, Work
from connectors.api.pages import Offset, Page, Reader, Reading
from connectors.api.records import Records
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Stream
from connectors.config.systems.rest import RestSource, RestStream
from connectors.rest.asking import Changed, Whole, deleted_listing, listing
from connectors.rest.children import Fetched
from connectors.rest.reading import Flagged, Heads, flagged, heads_of, parts_of
from connectors.rest.times import Times, zone_of


def stream_of(source: RestSource, stream: RestStream, reporting_timezone: str) -> Stream:
    """One stream of a description."""
    zone = zone_of(source, stream, reporting_timezone)
    heads = heads_of(stream, Times(stream.dates, zone))
    scope = stream.scope or ""
    if stream.parent is not None:
        children = listing(source, stream, heads, forced=False)
        if isinstance(children.pages, Offset):
            # the list of a parent is kept as it is received, so nothing may be in it twice
            children = replace(children, pages=replace(children.pages, overlap=0))
        fetched = Fetched(children, stream.params)
        works = (Work(stream.parent, stream.parent, fetched, moved=_differs),)
        return Children(stream.name, works, scope=scope, is_optional=stream.is_optional)
    is_whole = stream.changes is None
    asked = listing(source, stream, heads, forced=is_whole)
    whole: Reader = Whole(asked, heads, stream.params)
    is_gone = flagged(stream)
    if is_gone is not None:
        whole = Live(whole, is_gone)
    if stream.changes is None:
        return Snapshot(
            stream.name,
            lambda _: [Part(whole)],
            scope=scope,
            is_optional=stream.is_optional,
        )
    return Records(
        stream.name,
        whole=whole,
        changes=Changed(asked, heads, stream.params, stream.changes, zone),
        deleted=_deleted(source, stream, heads),
        gone=None if is_gone is None else lambda record: "" if is_gone(record) else None,
        can_count=stream.created is not None,
        # a form may be coarser than what tells two versions apart, and the description may not say
        is_coarse=True,
        lag=timedelta(seconds=stream.lag_seconds),
        scope=scope,
        is_optional=stream.is_optional,
    )


def _differs(then: str | None, now: str) -> bool:
    """Whether a parent that landed again is not as it was."""
    return then != now


def _deleted(source: RestSource, stream: RestStream, heads: Heads) -> Reader | None:
    declared = stream.deleted.list
    if declared is None:
        return None
    own = Heads(parts_of(declared.key), heads.times, deleted_at=declared.at)
    return Whole(deleted_listing(source, declared, own), own, declared.params)


@dataclass(frozen=True)
class Live:
    """A list that is read whole, without what its flag says is deleted: to that it is missing."""

    reader: Reader
    is_gone: Flagged

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield its pages."""
        for page in self.reader(reading):
            live = [record for record in page.records if not self.is_gone(record)]
            yield Page(live, page.position, page.total)
