"""How records of a model are read: by their id, from the last one on.

The order by id is the one that nothing changes while pages are turned. A record that was never
written to has no time of change, so changes are those written or made since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from connectors.api.pages import Page, Reading
from connectors.api.stream import Sync
from connectors.config import defaults
from connectors.errors import StreamFailed
from connectors.tryton.models import Model
from connectors.tryton.rpc import OPENER, TIMES, call, encoded, path_of, settings_of

BY_ID = [["id", "ASC"]]
OBJECTS = {"opportunity": "deal", "party": "account"}
"""Of which object of the configuration the fields that people chose are read, by stream."""


@dataclass(frozen=True)
class Walk:
    """The records of a model: all of them, or those that changed since the reading's watermark."""

    model: Model

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them by id; a position is the last one read."""
        values = reading.values
        size: int = values["page_size"]
        since = None if reading.since is None else encoded(reading.since)
        position = reading.position
        while True:
            domain: list[Any] = []
            if since is not None:
                domain.append(["OR", *([name, ">=", since] for name in TIMES)])
            if position is not None:
                domain.append(["id", ">", position])
            method = f"{self.model.name}.search_read"
            request = call(values["path"], method, domain, 0, size, BY_ID, values["names"])
            request = replace(request, has_cursor=position is not None)
            records = reading.client.get(request, OPENER).records
            before, position = position, int(records[-1].key) if len(records) >= size else None
            if before is not None and position is not None and position <= before:
                raise StreamFailed(
                    f"{reading.client.name}: {self.model.name} gave the same next page twice; it "
                    "would never end, run again later"
                )
            yield Page(records, position)
            if position is None:
                return


def asked(sync: Sync, model: Model) -> Mapping[str, Any]:
    """What the requests for a model hold; `sync` itself is what deletions are found with."""
    settings = settings_of(sync.source.settings)
    return {
        "path": settings.rpc_path,
        "names": [*model.fields, *_chosen(sync, model), *TIMES],
        "page_size": settings.page_size,
        "sync": sync,
    }


def _chosen(sync: Sync, model: Model) -> list[str]:
    """Fields that the configuration names beside those that are read anyway.

    Raises StreamFailed for one that the model has not: the server would only say that it broke.
    """
    settings = settings_of(sync.source.settings)
    object_ = OBJECTS.get(model.stream)
    if object_ is None:
        return []
    own = {str(entity): fields for entity, fields in settings.fields.items()}.get(object_, {})
    properties = {
        **defaults.properties("tryton").get(object_, {}),
        **settings.properties.get(object_, {}),
    }
    names = {*filter(None, properties.values()), *own}.difference(model.fields, TIMES)
    if names:
        request = call(path_of(sync), f"{model.name}.fields_get", [], is_forced=True)
        known = sync.client.get(request, _field_names)
        for name in sorted(names.difference(known)):
            raise StreamFailed(
                f"{sync.client.name}: {model.name} has no field {name!r}; "
                f"correct properties or fields of {object_} in salescycle.yml"
            )
    return sorted(names)


def _field_names(body: bytes) -> set[str]:
    return set(msgspec.json.decode(body, type=dict[str, msgspec.Raw]))
