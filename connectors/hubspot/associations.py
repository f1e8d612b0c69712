"""Which records belong together, read for every record that landed.

A change of an association need not touch the record's modified time (undocumented), so what is
read here is as new as the record's own last change.
"""

from collections.abc import Sequence

import msgspec

from connectors.api.children import Children, Fetch, Parent, Work
from connectors.api.http import Request
from connectors.api.payloads import Opener, Record
from connectors.api.stream import Sync, row_of
from connectors.hubspot.kinds import BY_STREAM, CONTACTS_READ
from connectors.landing import Row

BATCH = 1_000
"""The most ids that one request may name, since February 2025."""
_ACTIVITIES = ("call", "email", "note", "task", "meeting", "communication")
TARGETS: dict[str, tuple[str, ...]] = {
    "deal": ("contact", "company", "line_item"),
    "lead": ("contact", "company", "deal"),
    **{activity: ("contact", "deal", "lead") for activity in _ACTIVITIES},
}
"""From which stream to which."""


def associations() -> Children:
    """The stream `association`: one row per record and type of what it belongs to."""
    works = tuple(
        Work(
            f"{source}:{target}",
            source,
            _fetch(target),
            is_optional=BY_STREAM[source].is_optional or BY_STREAM[target].is_optional,
        )
        for source, targets in TARGETS.items()
        for target in targets
    )
    return Children("association", works, batch=BATCH, scope=CONTACTS_READ)


def _fetch(target: str) -> Fetch:
    def fetch(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
        return read(sync, parents, target)

    return fetch


def read(sync: Sync, parents: Sequence[Parent], target: str) -> list[Row]:
    """The associations of some records of a stream with a type; a tombstone where none is left."""
    source = parents[0].stream
    path = f"crm/v4/associations/{_type(source)}/{_type(target)}/batch/read"
    opener = Opener("results", "from.id", None, ("paging.next.after", "to"))
    context = msgspec.json.encode({"from": source, "to": target}).decode()
    found: dict[str, list[Record]] = {}
    inputs = [{"id": parent.record_id} for parent in parents]
    while inputs:
        request = Request(path, method="POST", json={"inputs": inputs})
        answer = sync.client.get(request, opener)
        for record in answer.records:
            found.setdefault(record.key, []).append(record)
        # an object with more associations than an answer holds has a cursor of its own
        inputs = [
            {"id": record.key, "after": record.values[0]}
            for record in answer.records
            if record.values[0]
        ]
    rows = []
    for parent in parents:
        key = f"{source}:{parent.record_id}:{target}"
        pages = [record for record in found.get(parent.record_id, ()) if record.values[1]]
        if pages:
            row = row_of(_joined(pages), parent=parent.record_id, context=context)
            rows.append(row._replace(record_id=key))
        elif not parent.is_new:
            rows.append(Row(key, "{}", parent.record_id, context, is_deleted=True))
    return rows


def _joined(pages: Sequence[Record]) -> Record:
    """One record of all pages; a single one stays as it was received."""
    if len(pages) == 1:
        return pages[0]
    together = {"from": {"id": pages[0].key}, "to": [to for page in pages for to in page.values[1]]}
    return Record(msgspec.json.encode(together).decode(), pages[0].key, None)


def _type(stream: str) -> str:
    return BY_STREAM[stream].object_type
