"""What is asked of one record at a time: its timeline, and who takes part in a deal.

A call, and a credit, for every record that landed. The timeline tells who owned a record when and
which status a lead had: no module holds that for all records.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from connectors.api.children import Children, Parent, Work
from connectors.api.http import Request
from connectors.api.payloads import Opener, Record
from connectors.api.stream import Sync, row_of
from connectors.config.systems.zoho import ZohoSource
from connectors.errors import NotFound, StreamFailed
from connectors.landing import Row
from connectors.zoho.kinds import BY_STREAM, MODULES_READ
from connectors.zoho.reading import ROOT

SIZE = 200
TRACKED = ("deal", "lead")


@dataclass(frozen=True)
class Asked:
    """What is asked of a record: at `path` below it, with `records` the name of what it holds.

    `is_wanted` says whether the configuration has it asked at all. With `has_tokens` an answer may
    lead to a next one; a list of those who take part in a deal is taken as it comes.
    """

    path: str
    records: str
    params: Mapping[str, str]
    is_wanted: Callable[[ZohoSource], bool]
    has_tokens: bool = False

    def __call__(self, sync: Sync, parents: Sequence[Parent]) -> list[Row]:
        """One row for each record, a tombstone where there is nothing any more."""
        settings = sync.source.settings
        if isinstance(settings, ZohoSource) and not self.is_wanted(settings):
            return []
        rows = []
        for parent in parents:
            try:
                pages = self._pages(sync, parent)
            except NotFound:
                # deleted since it landed: its tombstone comes the next night
                continue
            key = f"{parent.stream}:{parent.record_id}"
            context = msgspec.json.encode({"object": parent.stream}).decode()
            if pages:
                row = row_of(self._joined(pages), parent=parent.record_id, context=context)
                rows.append(row._replace(record_id=key))
            elif not parent.is_new:
                rows.append(Row(key, "{}", parent.record_id, context, is_deleted=True))
        return rows

    def _pages(self, sync: Sync, parent: Parent) -> list[Record]:
        """The answers about one record, each whole. Raises StreamFailed on a loop."""
        path = f"{ROOT}/{BY_STREAM[parent.stream].module}/{parent.record_id}/{self.path}"
        values = (self.records, "info.more_records", "info.next_page_token")
        opener = Opener("", self.records, None, values)
        found: list[Record] = []
        token: str | None = None
        while True:
            query = urlencode({**self.params, **({"page_token": token} if token else {})})
            answer = sync.client.get(Request(path, query), lambda body: _opened(body, opener))
            found += answer
            has_more, following = answer[0].values[1:] if answer else (None, None)
            if not self.has_tokens or not has_more or not following:
                return found
            if following == token:
                raise StreamFailed(
                    f"{sync.client.name}: a {parent.stream} gave the same next page twice; it "
                    "would never end, run again later"
                )
            token = str(following)

    def _joined(self, pages: Sequence[Record]) -> Record:
        """One record of all pages; a single one stays as it was received."""
        if len(pages) == 1:
            return pages[0]
        together = {self.records: [each for page in pages for each in page.values[0] or ()]}
        return Record(msgspec.json.encode(together).decode(), pages[0].key, None)


def _opened(body: bytes, opener: Opener) -> list[Record]:
    """The whole answer as one record; none where it holds nothing of what was asked for."""
    try:
        return opener(body).records
    except msgspec.DecodeError:
        if isinstance(msgspec.json.decode(body), dict):
            return []
        raise


TIMELINE = Asked(
    "__timeline",
    "__timeline",
    {"per_page": str(SIZE), "sort_by": "audited_time", "sort_order": "asc"},
    lambda settings: settings.timelines,
    has_tokens=True,
)
CONTACT_ROLES = Asked(
    "Contact_Roles",
    "data",
    {"fields": "Email", "per_page": str(SIZE)},
    lambda settings: settings.contact_roles,
)


def timelines() -> Children:
    """The stream `timeline`: one row per deal and lead, with all that its timeline shows."""
    works = tuple(Work(stream, stream, TIMELINE) for stream in TRACKED)
    return Children("timeline", works, scope=MODULES_READ)


def contact_roles() -> Children:
    """The stream `contact_role`: one row per deal, with the contacts that have a role in it."""
    works = (Work("deal", "deal", CONTACT_ROLES),)
    return Children("contact_role", works, scope=MODULES_READ)
