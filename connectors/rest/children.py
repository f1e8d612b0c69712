"""Lists that are read for each record of a parent stream.

All children of a parent are one landed row, its payload the list as it was received: a child that
is gone is gone from the next version of the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from connectors.api.children import Parent
from connectors.api.pages import Listing, Reading
from connectors.api.payloads import Answer, Opener, repair
from connectors.api.stream import Sync
from connectors.errors import NotFound
from connectors.landing import Row
from connectors.rest.asking import values_of


class Lists:
    """Opens answers and keeps the text of the list in each, and what had to be repaired in it."""

    def __init__(self, records: str, opener: Opener) -> None:
        self.path, self.opener = [step for step in records.split(".") if step], opener
        self.texts: list[str] = []
        self.error: str | None = None

    def __call__(self, body: bytes) -> Answer:
        """The opened answer. Raises msgspec.DecodeError."""
        answer = self.opener(body)
        self.error = next((one.error for one in answer.records if one.error), self.error)
        text = self._cut(repair(body)[0] if self.error else body)
        self.texts.append(text.decode())
        return answer

    def _cut(self, body: bytes) -> bytes:
        raw = msgspec.Raw(body)
        for step in self.path:
            found = msgspec.json.decode(raw, type=dict[str, msgspec.Raw] | None) or {}
            raw = found.get(step, msgspec.Raw(b"null"))
        text = bytes(raw).strip()
        return text if text.startswith(b"[") else b"[]" if text == b"null" else b"[" + text + b"]"

    @property
    def payload(self) -> str:
        """The list of all pages: a single one stays as it was received."""
        if len(self.texts) == 1:
            return self.texts[0]
        inside = (text.strip()[1:-1].strip() for text in self.texts)
        return f"[{','.join(filter(None, inside))}]"


@dataclass(frozen=True)
class Fetched:
    """Reads the children of one parent; none of one that is gone meanwhile."""

    listing: Listing
    params: Mapping[str, str]

    def __call__(self, sync: Sync, parents: Sequence[Parent]) -> list[Row]:
        """One row with the list; none for a parent that never had any."""
        (parent,) = parents
        listing = self.listing
        opener = Opener(listing.records, listing.key, None, listing.values, listing.pages.envelope)
        lists = Lists(listing.records, opener)
        values = {**values_of(self.params), "id": quote(parent.record_id, safe="")}
        try:
            count = sum(
                len(page.records)
                for page in listing.walk(Reading(sync.client, values=values), lists)
            )
        except NotFound:
            return []
        if not count and parent.is_new:
            return []
        return [Row(parent.record_id, lists.payload, parent.record_id, payload_error=lists.error)]
