"""How objects are read: whole by listing, changes by search.

Search answers hold no history (its request has no field for it), so what has one is searched for
ids and then read in batches. Search finds at most 10,000 records of one query: every page asks
anew for what was modified from the last one on, which also keeps records from being skipped when
others change while pages are turned. Search shows changes late, hence the lag of the streams.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from connectors.api.http import Client, Request
from connectors.api.pages import Cursor, Listing, Page, Reading
from connectors.api.payloads import Opener, Record
from connectors.errors import StreamFailed
from connectors.hubspot.kinds import Kind

SEARCH_SIZE = 200
"""The most that one search answer holds."""
INDEX_LAG = timedelta(hours=1)
"""A change may show up in searches so much later; how much is not documented."""
LONGEST_QUERY = 6_000
"""Bytes of a listing's query that servers and proxies surely let through."""
EARLIEST = 1_000
"""Searching from the epoch itself is answered with 500."""
MERGED = "hs_merged_object_ids"
VALUES = ("createdAt", "archivedAt", f"properties.{MERGED}")
"""What `Records` reads of each object: created, deleted, absorbed ids."""


@dataclass(frozen=True)
class Whole:
    """All objects of a kind that are not archived."""

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them in the order of the listing."""
        client, kind = reading.client, self.kind
        is_wide = _query_bytes(reading.values["names"]) > LONGEST_QUERY
        bare = {**reading.values, "names": [], "history": []}
        total: int | None = None
        for page in _listing(kind, kind.page_size)(
            replace(reading, values=bare) if is_wide else reading
        ):
            if total is None and page.position is not None:
                total = _count(client, kind)
            records = page.records
            if is_wide:
                records = read_batch(client, kind, records, reading.values)
            yield replace(page, records=records, total=total)


@dataclass(frozen=True)
class Archived:
    """All archived objects of a kind; there is no way to ask for the new ones among them."""

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them with what a tombstone needs: which others had been merged into each before."""
        listing = replace(
            _listing(self.kind, 100),
            params={"limit": "100", "archived": "true", "properties": MERGED},
            is_forced=True,
        )
        yield from listing(reading)


@dataclass(frozen=True)
class Changed:
    """The objects of a kind modified since a watermark, oldest change first."""

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; a position is the millisecond, and where many share it the id, to go on from.

        Records modified after the walk began may be among them or not: they are the next night's.
        """
        client, kind = reading.client, self.kind
        opener = Opener("results", values=VALUES, envelope=("total",))
        begins = max(_milliseconds(reading.since), EARLIEST) if reading.since else EARLIEST
        place = reading.position or {"from": begins, "id": None}
        started: datetime | None = None
        before: set[tuple[str, datetime | None]] = set()
        while True:
            answer = client.get(self._search(place, reading.values), opener)
            started = started or client.vendor_time
            following = self._next(place, answer.records, started)
            fresh = [record for record in answer.records if _sight(record) not in before]
            before = {_sight(record) for record in answer.records}
            if kind.history:
                fresh = read_batch(client, kind, fresh, reading.values)
            yield Page(fresh, following, answer.envelope[0])
            if following is None:
                return
            place = following

    def _search(self, place: Mapping[str, Any], values: Mapping[str, Any]) -> Request:
        kind = self.kind
        since = {"propertyName": kind.modified, "value": str(place["from"])}
        if place["id"] is None:
            filters, sorts = [{**since, "operator": "GTE"}], [kind.modified]
        else:
            beyond = {"propertyName": "hs_object_id", "operator": "GT", "value": place["id"]}
            filters, sorts = [{**since, "operator": "EQ"}, beyond], ["hs_object_id"]
        body = {
            "filterGroups": [{"filters": filters}],
            "sorts": sorts,
            "properties": [kind.modified] if kind.history else values["names"],
            "limit": SEARCH_SIZE,
            "after": "0",
        }
        path = f"crm/v3/objects/{kind.path}/search"
        return Request(path, method="POST", json=body, bucket="search")

    def _next(
        self, place: Mapping[str, Any], records: Sequence[Record], started: datetime | None
    ) -> dict[str, Any] | None:
        """Where the next page begins, None after the last."""
        is_full = len(records) >= SEARCH_SIZE
        if place["id"] is not None:
            if is_full:
                return {"from": place["from"], "id": records[-1].key}
            return {"from": place["from"] + 1, "id": None}
        if not is_full:
            return None
        newest = max((record.modified_at for record in records if record.modified_at), default=None)
        if newest is None or (started is not None and newest > started):
            return None
        reached = _milliseconds(newest)
        # more of one millisecond than a page holds: by id, from the smallest on
        return {"from": reached, "id": "0" if reached == place["from"] else None}


def _count(client: Client, kind: Kind) -> int | None:
    """How many objects of a kind there are: a listing does not say, a search does.

    Only shown while a long listing is read, so that it costs one call and a refusal is no matter.
    """
    everything = {"propertyName": "hs_object_id", "operator": "HAS_PROPERTY"}
    body = {
        "filterGroups": [{"filters": [everything]}],
        "sorts": ["hs_object_id"],
        "properties": ["hs_object_id"],
        "limit": 1,
        "after": "0",
    }
    path = f"crm/v3/objects/{kind.path}/search"
    request = Request(path, method="POST", json=body, bucket="search")
    try:
        (total,) = client.get(request, Opener("results", envelope=("total",))).envelope
    except StreamFailed:
        return None
    return total if isinstance(total, int) else None


def read_batch(
    client: Client, kind: Kind, records: Sequence[Record], values: Mapping[str, Any]
) -> list[Record]:
    """The same objects with properties and history; one that is gone meanwhile is left out."""
    opener = Opener("results", values=VALUES)
    found: list[Record] = []
    for start in range(0, len(records), kind.page_size):
        body = {
            "inputs": [{"id": record.key} for record in records[start : start + kind.page_size]],
            "properties": list(values["names"]),
            "propertiesWithHistory": list(kind.history),
        }
        path = f"crm/v3/objects/{kind.path}/batch/read"
        found += client.get(Request(path, method="POST", json=body), opener).records
    return found


def _listing(kind: Kind, size: int) -> Listing:
    return Listing(
        f"crm/v3/objects/{kind.path}",
        records="results",
        pages=Cursor("paging.next.after", "after"),
        params={
            "limit": str(size),
            "archived": "false",
            "properties": "{names}",
            "propertiesWithHistory": "{history}",
        },
        values=VALUES,
    )


def _query_bytes(names: Sequence[str]) -> int:
    return sum(len("&properties=") + len(quote(name)) for name in names)


def _sight(record: Record) -> tuple[str, datetime | None]:
    return record.key, record.modified_at


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
