"""The small lists, read whole each night: people who sell, statuses, sales methods with stages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.api.pages import Page, Reading
from connectors.api.payloads import Opener
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.oracle.asked import asked, is_more, listed, root_of, settings_of
from connectors.oracle.reading import ITEMS, MORE, forward

_SETUP = "the privilege to view the setup of sales methods, such as of a sales administrator"


@dataclass(frozen=True)
class List:
    """All of a resource that has few records, which the vendor forces to be read again."""

    resource: str

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield its pages, by key."""
        sync: Sync = reading.values["sync"]
        yield from pages(reading, dict(asked(sync, self.resource)))


class SalesMethods:
    """The sales methods of every business unit, each with its stages."""

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the methods of one unit after another."""
        sync: Sync = reading.values["sync"]
        settings = settings_of(sync.source.settings)
        units, methods = dict(asked(sync, "business_unit")), settings.resource("sales_method")
        stages = str(settings.resource("sales_stage").path)
        for page in pages(reading, units):
            for unit in page.records:
                path = f"{units['path']}/{quote(unit.key, safe='')}/child/{methods.path}"
                own = {**units, "path": path, "key": methods.key, "filter": ""}
                for found in pages(reading, own, expand=stages):
                    records = [
                        msgspec.structs.replace(record, key=f"{unit.key}:{record.key}")
                        for record in found.records
                    ]
                    yield Page(records, None)


def pages(reading: Reading, values: dict[str, Any], *, expand: str = "") -> Iterator[Page]:
    """All pages of a listing, by key."""
    opener = Opener(ITEMS, values["key"], values["modified"], envelope=MORE)
    position: str | None = None
    most = 0
    while True:
        beyond = [] if position is None else [f"{values['key']}>{position}"]
        request = listed(values, beyond, values["key"], expand=expand, is_forced=True)
        answer = reading.client.get(request, opener)
        yield Page(answer.records, None)
        if not is_more(answer.envelope[0], len(answer.records), values["size"], most):
            return
        most = max(most, len(answer.records))
        forward(reading, position, answer.records[-1].key)
        position = answer.records[-1].key


def _values(sync: Sync) -> dict[str, Any]:
    settings = settings_of(sync.source.settings)
    return {"sync": sync, "path": root_of(settings)}


def _list(stream: str, scope: str, *, is_optional: bool = False) -> Snapshot:
    part = Part(List(stream))
    return Snapshot(stream, lambda _: [part], values=_values, scope=scope, is_optional=is_optional)


RESOURCES = _list("resource", "the privilege to view resources")
STATUSES = _list("status", "the privilege to view opportunities", is_optional=True)
SALES_METHODS = Snapshot(
    "sales_method",
    lambda _: [Part(SalesMethods())],
    values=_values,
    scope=_SETUP,
    is_optional=True,
)
