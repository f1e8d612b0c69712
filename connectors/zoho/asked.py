"""Which fields of a module are asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from connectors.api.stream import Sync
from connectors.config import defaults
from connectors.config.systems.zoho import ZohoSource
from connectors.zoho.kinds import BY_STREAM

UNREADABLE = frozenset(
    {"subform", "fileupload", "imageupload", "profileimage", "multiselectlookup", "consent_lookup"}
    | {"multiuserlookup", "rich_text"}
)
"""Types of fields that no listing or query shows, or that hold files."""


class _Definition(msgspec.Struct):
    api_name: str
    data_type: str | None = None
    custom_field: bool | None = None


def asked(sync: Sync, stream: str) -> Mapping[str, Any]:
    """`names` of the fields to ask for and the `size` of a page.

    The organisation's own fields are known from what the stream `field` has landed, so a night on
    which it cannot be read asks for the same as the night before.
    """
    kind, settings = BY_STREAM[stream], sync.source.settings
    known = _known(sync, stream) if kind.is_defined else {}
    wanted = {*_shipped(stream)}
    size = 200
    if isinstance(settings, ZohoSource):
        fields = {str(entity): names for entity, names in settings.fields.items()}
        wanted |= {*settings.properties.get(stream, {}).values(), *fields.get(stream, {})}
        size = settings.page_size
    wanted |= {name for name, each in known.items() if each.custom_field}
    names = [*kind.core, *kind.fields, *sorted(wanted.difference(kind.core, kind.fields))]
    if known:
        names = [name for name in names if name in kind.core or _is_readable(known.get(name))]
    return {"names": names, "size": size}


def _is_readable(definition: _Definition | None) -> bool:
    return definition is not None and definition.data_type not in UNREADABLE


def _shipped(stream: str) -> Iterator[str]:
    """The fields that fill one of the model's where the configuration names no other."""
    yield from filter(None, defaults.properties("zoho").get(stream, {}).values())


def _known(sync: Sync, stream: str) -> dict[str, _Definition]:
    """The definitions of the fields of a module, by API name."""
    found: dict[str, tuple[str, bool]] = {}
    columns = ["record_id", "payload", "is_deleted"]
    for batch in sync.landing.read(sync.source.name, "field", columns):
        for key, payload, is_deleted in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            if key.startswith(f"{stream}:"):
                found[key] = (payload, is_deleted)
    definitions = (
        msgspec.json.decode(payload, type=_Definition)
        for payload, is_deleted in found.values()
        if not is_deleted
    )
    return {each.api_name: each for each in definitions}
