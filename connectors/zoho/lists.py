"""The small lists, read whole each night: users, fields, pipelines, the organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from connectors.api.http import Request
from connectors.api.pages import Page, Reading
from connectors.api.payloads import Opener
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.config.systems.zoho import ZohoSource
from connectors.errors import StreamFailed
from connectors.zoho.kinds import KINDS, SETTINGS_READ
from connectors.zoho.reading import ROOT

USER_TYPES = ("ActiveUsers", "DeactiveUsers")
"""Those that every description of the API lists; one who was deleted is known from the records."""
SIZE = 200


@dataclass(frozen=True)
class Numbered:
    """A list, all at once or in pages that have numbers; `query` is the same for each of them."""

    path: str
    records: str
    key: str
    query: str = ""
    has_pages: bool = False

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield its pages. Raises StreamFailed on a loop."""
        opener = Opener(self.records, self.key, None, (), ("info.more_records",))
        number, before = 1, list[str]()
        while True:
            paging = urlencode({"page": number, "per_page": SIZE}) if self.has_pages else ""
            query = "&".join(filter(None, (self.query, paging)))
            answer = reading.client.get(Request(self.path, query, is_forced=True), opener)
            keys = [record.key for record in answer.records]
            has_more = self.has_pages and bool(answer.envelope[0]) and bool(keys)
            if has_more and keys == before:
                raise StreamFailed(
                    f"{reading.client.name}: {self.path} gave the same page twice; it would never "
                    "end, run again later"
                )
            yield Page(answer.records, number + 1 if has_more else None)
            if not has_more:
                return
            number, before = number + 1, keys


def _users(_: Sync) -> list[Part]:
    return [
        Part(Numbered(f"{ROOT}/users", "users", "id", f"type={kind}", has_pages=True))
        for kind in USER_TYPES
    ]


def _fields(_: Sync) -> list[Part]:
    return [
        Part(
            Numbered(f"{ROOT}/settings/fields", "fields", "api_name", f"module={kind.module}"),
            prefix=kind.stream,
            context=_object(kind.stream),
            is_optional=kind.is_optional,
        )
        for kind in KINDS
        if kind.is_defined
    ]


def _pipelines(sync: Sync) -> list[Part]:
    """Those of every layout of deals that is used; the layouts are asked for first."""
    opener = Opener("layouts", "id", None, ("status",))
    request = Request(f"{ROOT}/settings/layouts", "module=Deals", is_forced=True)
    return [
        Part(
            Numbered(f"{ROOT}/settings/pipeline", "pipeline", "id", f"layout_id={layout.key}"),
            prefix=layout.key,
        )
        for layout in sync.client.get(request, opener).records
        if layout.values[0] != "inactive"
    ]


def _organisation(sync: Sync) -> list[Part]:
    """With where people see its records, which only the configuration knows."""
    settings = sync.source.settings
    center = settings.data_center if isinstance(settings, ZohoSource) else "com"
    host = "crm.zohocloud.ca" if center == "ca" else f"crm.zoho.{center}"
    context = msgspec.json.encode({"host": host}).decode()
    return [Part(Numbered(f"{ROOT}/org", "org", "id"), context=context)]


def _object(stream: str) -> str:
    return msgspec.json.encode({"object": stream}).decode()


USERS = Snapshot("user", _users, scope="the scope ZohoCRM.users.READ")
FIELDS = Snapshot("field", _fields, scope=SETTINGS_READ)
PIPELINES = Snapshot("pipeline", _pipelines, scope=SETTINGS_READ, is_optional=True)
ORGANISATION = Snapshot(
    "organisation", _organisation, scope="the scope ZohoCRM.org.READ", is_optional=True
)
