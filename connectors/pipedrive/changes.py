"""What is asked deal by deal: what changed on it, and what of which product it holds.

A changelog costs as much as two pages of deals, so only that of a deal which has moved is read: its
stage, status, pipeline or owner is another one than when it was read last. What never moved has no
changelog to read: it is in the stage it was made in, since it was made.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.api.children import Children, Parent, Work
from connectors.api.http import Request
from connectors.api.pages import Reading
from connectors.api.payloads import Opener, Record
from connectors.api.stream import Sync, row_of
from connectors.errors import NotFound, StreamFailed
from connectors.landing import Row
from connectors.pipedrive.kinds import DEALS
from connectors.pipedrive.reading import asked, by_id, ids_of, size_of

CHANGELOG_COST = 20
DEALS_AT_ONCE = 100
"""The most deals whose products one request may name."""
_CHANGELOG = Opener("", "success", None, ("data", "additional_data.next_cursor"))


class _Deal(msgspec.Struct):
    """What of a deal shows that it moved."""

    stage_change_time: str | None = None
    status: str | None = None
    stage_id: Any = None
    pipeline_id: Any = None
    owner_id: Any = None
    creator_user_id: Any = None
    products_count: int | None = None

    @property
    def place(self) -> tuple[Any, ...]:
        """Where it stands."""
        return (
            self.stage_change_time,
            self.status,
            self.stage_id,
            self.pipeline_id,
            self.owner_id,
        )

    @property
    def has_moved(self) -> bool:
        """Whether it is somewhere else than where it was made, or somebody else's."""
        return (
            self.stage_change_time is not None
            or self.status not in (None, "open")
            or self.owner_id != self.creator_user_id
        )


def moved(before: str | None, now: str) -> bool:
    """Whether the changelog of a deal says more than when it was this deal `before`."""
    deal = msgspec.json.decode(now, type=_Deal)
    if before is None:
        return deal.has_moved
    return deal.place != msgspec.json.decode(before, type=_Deal).place


def has_products(before: str | None, now: str) -> bool:
    """Whether a deal has or had products; where the count is not told, it may."""
    counts = [
        msgspec.json.decode(payload, type=_Deal).products_count
        for payload in (before, now)
        if payload is not None
    ]
    return any(count is None or count > 0 for count in counts)


def _changelog(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
    """The changelog of one deal, newest first as it comes; none of one that is gone meanwhile."""
    (parent,) = parents
    pages: list[Record] = []
    cursor: str | None = None
    seen = set[str]()
    while cursor is not None or not pages:
        query = f"limit={size_of(sync)}" + (f"&cursor={quote(cursor)}" if cursor else "")
        request = Request(
            f"api/v1/deals/{parent.record_id}/changelog",
            query,
            has_cursor=cursor is not None,
            cost=CHANGELOG_COST,
        )
        try:
            (page,) = sync.client.get(request, _CHANGELOG).records
        except NotFound:
            return []
        pages.append(page)
        cursor = page.values[1]
        if cursor in seen:
            raise StreamFailed(
                f"{sync.client.name}: {request.path} gave the same next page twice; it would "
                "never end, run again later"
            )
        seen.add(cursor or "")
    row = row_of(pages[0] if len(pages) == 1 else _joined(pages), parent=parent.record_id)
    return [row._replace(record_id=parent.record_id)]


def _joined(pages: Sequence[Record]) -> Record:
    """One record of all pages; a single one stays as it was received."""
    together = {"data": [change for page in pages for change in page.values[0] or ()]}
    return Record(msgspec.json.encode(together).decode(), pages[0].key, None)


def _products(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
    """Of each deal all lines, in one row, so that a line that was taken out is gone."""
    found: dict[str, list[str]] = {}
    listing = replace(
        by_id("deals/products", 10, {"deal_ids": ids_of(parents)}), values=("deal_id",)
    )
    for page in listing(Reading(sync.client, values=asked(sync))):
        for record in page.records:
            found.setdefault(str(record.values[0]), []).append(record.payload)
    rows = []
    for parent in parents:
        lines = found.get(parent.record_id)
        if lines:
            payload = f'{{"deal_id":{parent.record_id},"lines":[{",".join(lines)}]}}'
            rows.append(Row(parent.record_id, payload, parent.record_id))
        elif not parent.is_new:
            rows.append(Row(parent.record_id, "{}", parent.record_id, is_deleted=True))
    return rows


DEAL_CHANGE = Children(
    "deal_change", (Work("deal", "deal", _changelog, moved=moved),), scope="the scope recents:read"
)
DEAL_PRODUCT = Children(
    "deal_product",
    (Work("deal", "deal", _products, moved=has_products),),
    batch=DEALS_AT_ONCE,
    scope=DEALS,
)
