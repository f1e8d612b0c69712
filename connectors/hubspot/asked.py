"""Which properties of an object are asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from connectors.api.stream import Sync
from connectors.config import defaults
from connectors.config.systems.hubspot import HubSpotSource
from connectors.hubspot.kinds import BY_STREAM


class _Definition(msgspec.Struct):
    name: str
    hubspot_defined: bool | None = msgspec.field(name="hubspotDefined", default=None)


def asked(sync: Sync, stream: str) -> Mapping[str, Any]:
    """`names` of the properties to ask for, `history` those with their history.

    The portal's own properties are known from what the stream `property` has landed, so a night on
    which it cannot be read asks for the same as the night before.
    """
    kind = BY_STREAM[stream]
    settings = sync.source.settings
    wanted = {*_own_properties(sync, stream), *_shipped(stream)}
    if isinstance(settings, HubSpotSource):
        fields = {str(entity): names for entity, names in settings.fields.items()}
        wanted |= {*settings.properties.get(stream, {}).values(), *fields.get(stream, {})}
    return {
        "names": [*kind.properties, *sorted(wanted.difference(kind.properties))],
        "history": list(kind.history),
    }


def _shipped(stream: str) -> Iterator[str]:
    """The properties that fill a field where the configuration names no other."""
    yield from filter(None, defaults.properties("hubspot").get(stream, {}).values())


def _own_properties(sync: Sync, stream: str) -> Iterator[str]:
    """The properties of an object that HubSpot does not define."""
    known: dict[str, tuple[str, bool]] = {}
    columns = ["record_id", "payload", "is_deleted"]
    for batch in sync.landing.read(sync.source.name, "property", columns):
        for key, payload, is_deleted in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            if key.startswith(f"{stream}:"):
                known[key] = (payload, is_deleted)
    for payload, is_deleted in known.values():
        if not is_deleted:
            definition = msgspec.json.decode(payload, type=_Definition)
            if definition.hubspot_defined is False:
                yield definition.name
