"""Reading a module by queries (COQL): where it has more fields than a listing shows, and where page
tokens end.

A query finds up to 2,000 records with up to 500 fields; by key there is no end to what it can walk
through. Each page begins behind the last record of the one before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.api.http import Request
from connectors.api.pages import Page, Reading
from connectors.api.payloads import Answer, Opener
from connectors.errors import StreamFailed
from connectors.zoho.kinds import Kind

PATH = "crm/v8/coql"
MOST = 2_000
CREDITS = 3
"""What a query for so many records costs."""
BOTH = "(Converted__s = true or Converted__s = false)"
OPENER = Opener("data", "id", "Modified_Time", ("Created_Time", "deleted_time", "merged_ids"))


@dataclass(frozen=True)
class Query:
    """Walks through a module."""

    kind: Kind

    def after(self, reading: Reading, last: str) -> Iterator[Page]:
        """Yield what has an id above `last`, in the order of ids; a position is the last id."""
        while True:
            answer = self._ask(reading, f"id > '{last}'", "id asc")
            is_full = len(answer.records) >= MOST
            if answer.records and int(answer.records[-1].key) <= int(last):
                raise self._loop(reading)
            last = answer.records[-1].key if answer.records else last
            yield Page(answer.records, {"last": last} if is_full else None)
            if not is_full:
                return

    def since(self, reading: Reading, since: datetime) -> Iterator[Page]:
        """Yield what was modified since then; a position is the second and the id to go on from."""
        at = since.astimezone(UTC).replace(microsecond=0).isoformat()
        place: Mapping[str, Any] = reading.position or {"from": at, "last": None}
        while True:
            answer = self._ask(reading, _behind(place), "Modified_Time asc, id asc")
            is_full = len(answer.records) >= MOST
            newest = answer.records[-1] if answer.records else None
            following = None
            if is_full and newest is not None and newest.modified_at is not None:
                reached = newest.modified_at.astimezone(UTC).isoformat()
                following = {"from": reached, "last": newest.key}
            if following is not None and following == place:
                raise self._loop(reading)
            yield Page(answer.records, following)
            if following is None:
                return
            place = following

    def _ask(self, reading: Reading, criterion: str, order: str) -> Answer:
        criterion = all_of(self.kind, criterion)
        columns = ", ".join(["id", *reading.values["names"]])
        query = f"select {columns} from {self.kind.module} where {criterion}"
        body = {"select_query": f"{query} order by {order} limit {MOST}"}
        request = Request(PATH, method="POST", json=body, has_cursor=True, cost=CREDITS)
        return reading.client.get(request, OPENER)

    def _loop(self, reading: Reading) -> StreamFailed:
        return StreamFailed(
            f"{reading.client.name}: {self.kind.module} gave the same next page twice; it would "
            "never end, run again later"
        )


def all_of(kind: Kind, criterion: str) -> str:
    """The criterion, so that it finds converted records, too."""
    return f"({BOTH} and ({criterion}))" if kind.hides_converted else criterion


def _behind(place: Mapping[str, Any]) -> str:
    """What was modified in a second behind an id of it, or later."""
    begins, last = place["from"], place["last"]
    if last is None:
        return f"Modified_Time >= '{begins}'"
    in_second = f"(Modified_Time = '{begins}' and id > '{last}')"
    return f"({in_second} or Modified_Time > '{begins}')"
