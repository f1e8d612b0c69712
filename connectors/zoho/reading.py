"""How modules are read: whole by page tokens, changes by time, deletions from the recycle bin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from connectors.api.http import Request
from connectors.api.pages import Page, Reading
from connectors.api.payloads import Answer, Opener, Record
from connectors.errors import CursorRejected, StreamFailed
from connectors.zoho.kinds import Kind
from connectors.zoho.queries import Query

ROOT = "crm/v8"
MOST_FIELDS = 50
"""The most that a listing shows; with more of them a module is read by queries."""
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
VALUES = ("Created_Time", "deleted_time", "merged_ids")
"""What `Records` reads of each record: created, deleted, absorbed ids (Zoho tells of none)."""
ENVELOPE = ("info.more_records", "info.next_page_token")
OPENER = Opener("data", "id", "Modified_Time", VALUES, ENVELOPE)
DELETED_OPENER = Opener("data", "id", None, VALUES, ENVELOPE)


@dataclass(frozen=True)
class Whole:
    """All records of a module that are not deleted, in the order of their ids.

    A position is the token of the next page and the last id before it. Where the token is refused,
    for tokens end after 100,000 records and after a day, queries go on from that id.
    """

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them. Raises StreamFailed on a loop."""
        place = dict(reading.position or {})
        if not _is_listed(reading):
            place.setdefault("last", "0")
        seen = set[str]()
        while "token" in place or not place:
            try:
                answer = self._page(reading, place.get("token"))
            except CursorRejected:
                if "last" not in place:
                    raise
                del place["token"]
                break
            token = _token(answer)
            _refuse_loop(reading, self.kind, token, seen)
            place = {"token": token, "last": answer.records[-1].key} if token else {}
            yield Page(answer.records, place or None)
            if not place:
                return
        yield from Query(self.kind).after(reading, str(place["last"]))

    def _page(self, reading: Reading, token: str | None) -> Answer:
        params = {"sort_by": "id", "sort_order": "asc"}
        return reading.client.get(_listing(self.kind, reading, params, token), OPENER)


@dataclass(frozen=True)
class Changed:
    """The records of a module modified since a watermark, oldest change first.

    Zoho knows whole seconds and has what was modified in the second that is named. Every page asks
    anew from the last second seen, so that nothing is skipped when records move to the end while
    pages are turned; only where one second fills a page its token leads on.
    """

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; a position is the second to go on from. Raises StreamFailed on a loop."""
        if not _is_listed(reading):
            yield from Query(self.kind).since(reading, reading.since or EARLIEST)
            return
        begins, token = reading.position or _second(reading.since or EARLIEST), None
        before, seen = set[tuple[str, datetime | None]](), set[str]()
        while True:
            answer = self._page(reading, begins, token)
            following = _token(answer)
            fresh = [record for record in answer.records if _sight(record) not in before]
            before = {_sight(record) for record in answer.records}
            newest = max(filter(None, (r.modified_at for r in answer.records)), default=None)
            has_moved = newest is not None and _second(newest) > begins
            if following and has_moved and newest is not None:
                begins, token = _second(newest), None
            else:
                _refuse_loop(reading, self.kind, following, seen)
                token = following
            yield Page(fresh, begins if following else None)
            if not following:
                return

    def _page(self, reading: Reading, begins: str, token: str | None) -> Answer:
        params = {"sort_by": "Modified_Time", "sort_order": "asc"}
        headers = {"If-Modified-Since": begins}
        return reading.client.get(_listing(self.kind, reading, params, token, headers), OPENER)


@dataclass(frozen=True)
class Deleted:
    """What was deleted of a module: in the recycle bin 60 days, gone for good 120 days.

    There is no way to ask for the new ones alone: with what If-Modified-Since is compared there is
    not documented.
    """

    kind: Kind

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them. Raises StreamFailed on a loop."""
        number, before = 1, list[str]()
        while True:
            params = {"type": "all", "page": number, "per_page": reading.values["size"]}
            path = f"{ROOT}/{self.kind.module}/deleted"
            request = Request(path, urlencode(params), is_forced=True)
            answer = reading.client.get(request, DELETED_OPENER)
            keys = [record.key for record in answer.records]
            has_more = bool(answer.envelope[0]) and bool(keys)
            if has_more and keys == before:
                raise _loop(reading, self.kind)
            yield Page(answer.records, number + 1 if has_more else None)
            if not has_more:
                return
            number, before = number + 1, keys


def _listing(
    kind: Kind,
    reading: Reading,
    params: Mapping[str, str],
    token: str | None,
    headers: Mapping[str, str] | None = None,
) -> Request:
    """A page of a module; a token is good only with the parameters that it was given for."""
    query: dict[str, Any] = {
        "fields": ",".join(reading.values["names"]),
        "per_page": reading.values["size"],
        **params,
    }
    if kind.hides_converted:
        query["converted"] = "both"
    if token is not None:
        query["page_token"] = token
    return Request(
        f"{ROOT}/{kind.module}",
        urlencode(query, safe=","),
        has_cursor=token is not None,
        headers=headers or {},
    )


def _is_listed(reading: Reading) -> bool:
    return len(reading.values["names"]) <= MOST_FIELDS


def _token(answer: Answer) -> str | None:
    """The token of the next page; None after the last."""
    has_more, token = answer.envelope
    return str(token) if has_more and token and answer.records else None


def _refuse_loop(reading: Reading, kind: Kind, token: str | None, seen: set[str]) -> None:
    if token is not None and token in seen:
        raise _loop(reading, kind)
    if token is not None:
        seen.add(token)


def _loop(reading: Reading, kind: Kind) -> StreamFailed:
    return StreamFailed(
        f"{reading.client.name}: {kind.module} gave the same next page twice; it would never end, "
        "run again later"
    )


def _sight(record: Record) -> tuple[str, datetime | None]:
    return record.key, record.modified_at


def _second(at: datetime) -> str:
    """An instant as the vendor takes it: whole seconds, with an offset."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()
