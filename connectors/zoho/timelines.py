"""What is asked of one record at a time: its timeline, and who takes part in a deal.

A call, and a credit, for every record that landed. The timeline tells who owned a record when and
which status a lead had: no module holds that for all records.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import msgspec

from connectors.api.children import Children, Fetch, Parent, Work
from connectors.api.http import Request
from connectors.api.payloads import Answer, Opener, Record
from connectors.api.stream import Sync, row_of
from connectors.config.systems.zoho import ZohoSource
from connectors.errors import NotFound, StreamFailed
from connectors.landing import Row
from connectors.zoho.kinds import BY_STREAM, MODULES_READ
from connectors.zoho.reading import ROOT

SIZE = 200
TRACKED = ("deal", "lead")
Asks = Callable[[ZohoSource], bool]


def timelines() -> Children:
    """The stream `timeline`: one row per deal and lead, with all that its timeline shows."""
    params = {"per_page": str(SIZE), "sort_by": "audited_time", "sort_order": "asc"}
    fetch = _fetch("__timeline", "__timeline", params, lambda settings: settings.timelines)
    works = tuple(Work(stream, stream, fetch) for stream in TRACKED)
    return Children("timeline", works, scope=MODULES_READ)


def contact_roles() -> Children:
    """The stream `contact_role`: one row per deal, with the contacts that have a role in it."""
    params = {"fields": "Email", "per_page": str(SIZE)}
    fetch = _fetch("Contact_Roles", "data", params, lambda settings: settings.contact_roles)
    return Children("contact_role", (Work("deal", "deal", fetch),), scope=MODULES_READ)


def _fetch(path: str, records: str, params: dict[str, str], asks: Asks) -> Fetch:
    # the whole answer is one record
    opener = Opener("", records, None, (records,), ())
    ends = Opener(records, "id", None, (), ("info.more_records", "info.next_page_token"))

    def fetch(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
        settings = sync.source.settings
        if isinstance(settings, ZohoSource) and not asks(settings):
            return []
        rows = []
        for parent in parents:
            try:
                pages = list(_pages(sync, parent, path, params, opener, ends))
            except NotFound:
                # deleted since it landed: its tombstone comes the next night
                continue
            key = f"{parent.stream}:{parent.record_id}"
            context = msgspec.json.encode({"object": parent.stream}).decode()
            if pages:
                row = row_of(_joined(pages, records), parent=parent.record_id, context=context)
                rows.append(row._replace(record_id=key))
            elif not parent.is_new:
                rows.append(Row(key, "{}", parent.record_id, context, is_deleted=True))
        return rows

    return fetch


def _pages(
    sync: Sync,
    parent: Parent,
    path: str,
    params: dict[str, str],
    opener: Opener,
    ends: Opener,
) -> list[Record]:
    """The answers about one record. Raises StreamFailed on a loop."""
    module = BY_STREAM[parent.stream].module
    found: list[Record] = []
    token: str | None = None
    while True:
        query = urlencode(params | ({"page_token": token} if token else {}))
        request = Request(f"{ROOT}/{module}/{parent.record_id}/{path}", query)
        answer, end = sync.client.get(request, lambda body: _opened(body, opener, ends))
        found += answer.records
        has_more, following = end.envelope
        if not has_more or not following or not answer.records:
            return found
        if following == token:
            raise StreamFailed(
                f"{sync.client.name}: a {parent.stream} gave the same next page twice; it would "
                "never end, run again later"
            )
        token = str(following)


def _opened(body: bytes, opener: Opener, ends: Opener) -> tuple[Answer, Answer]:
    return opener(body), ends(body)


def _joined(pages: Sequence[Record], records: str) -> Record:
    """One record of all pages; a single one stays as it was received."""
    if len(pages) == 1:
        return pages[0]
    together = {records: [each for page in pages for each in page.values[0] or ()]}
    return Record(msgspec.json.encode(together).decode(), pages[0].key, None)
