"""What hangs on opportunities: stage snapshots, revenue items, contacts, leads.

Documented is one request per opportunity and kind of child. A listing with `expand` gives all kinds
of many opportunities at once, so that a change costs a twentieth of a call and not four. The fields
of the opportunity itself come with it. What is named wrongly would make all of it fail, which
`doctor` tells.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.api.children import Children, Parent, Work
from connectors.api.payloads import Opener, Record
from connectors.api.stream import Sync, row_of
from connectors.config.systems.oracle import Resource
from connectors.landing import Row
from connectors.oracle.asked import asked, is_more, listed, settings_of
from connectors.oracle.kinds import OPPORTUNITY
from connectors.oracle.reading import ITEMS

NAME = "opportunity_child"
BATCH = 20
"""Opportunities of which one request asks for the children."""
USUAL_CAPS = frozenset({25, 499, 500})
"""A list of children that is exactly so long may have been cut there."""
NUMBER = "OptyNumber"
"""What an opportunity is called in paths, beside its id."""


def details() -> Children:
    """The stream `opportunity_child`: one row per opportunity, with all that hangs on it.

    One that landed again as it was is not asked about again.
    """
    work = Work(OPPORTUNITY.stream, OPPORTUNITY.stream, read, moved=lambda then, now: then != now)
    return Children(NAME, (work,), batch=BATCH, scope=OPPORTUNITY.scope)


def read(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
    """What hangs on some opportunities; nothing of one that is gone meanwhile.

    An answer with fewer than were asked for is followed by another request for the rest.
    """
    values = asked(sync, OPPORTUNITY.stream)
    children = list(settings_of(sync.source.settings).children.values())
    names = [str(child.path) for child in children]
    opener = Opener(ITEMS, values["key"], values["modified"], (NUMBER, *names))
    open_ = [parent.record_id for parent in parents]
    found: dict[str, Record] = {}
    while open_:
        among = f"{values['key']} in ({','.join(open_)})"
        request = listed(values, [among], values["key"], expand=",".join(names))
        records = {record.key: record for record in sync.client.get(request, opener).records}
        if not records.keys() & set(open_):
            break
        found |= records
        open_ = [key for key in open_ if key not in found]
    whole = [
        _whole(sync, values, found[parent.record_id], children)
        for parent in parents
        if parent.record_id in found
    ]
    return [row_of(record, parent=record.key) for record in whole]


def _whole(
    sync: Sync, values: Mapping[str, Any], record: Record, children: Sequence[Resource]
) -> Record:
    """The record, as it was received unless a list in it was cut."""
    number, *lists = record.values
    cut = [child for child, items in zip(children, lists, strict=True) if _is_cut(items)]
    if not cut or number is None:
        return record
    payload: dict[str, Any] = msgspec.json.decode(record.payload)
    for child in cut:
        payload[str(child.path)] = _all(sync, values, str(number), child)
    return msgspec.structs.replace(record, payload=msgspec.json.encode(payload).decode())


def _is_cut(items: Any) -> bool:
    """Whether there may be more children than the answer holds.

    Depending on the framework's version it holds a list, or an object that tells of itself.
    """
    if isinstance(items, Mapping):
        return bool(items.get("hasMore"))
    return isinstance(items, list) and len(items) in USUAL_CAPS


def _all(sync: Sync, values: Mapping[str, Any], number: str, child: Resource) -> list[Any]:
    """All children of one kind of one opportunity, page by page in the order of their ids."""
    place = f"{values['path']}/{quote(number, safe='')}/child/{child.path}"
    own = {"path": place, "filter": "", "size": values["size"]}
    found: list[Any] = []
    while True:
        beyond = [f"{child.key}>{found[-1][child.key]}"] if found else []
        request = listed(own, beyond, str(child.key))
        page = sync.client.get(request, msgspec.json.Decoder(dict[str, Any]).decode)
        items = page.get("items") or []
        found += items
        if not is_more(page.get("hasMore"), len(items), values["size"]):
            return found
