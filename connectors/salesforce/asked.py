"""Which fields of an object are asked for, by the organization's own description of it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from connectors.api.http import Request
from connectors.api.stream import Sync
from connectors.config import defaults
from connectors.config.systems.salesforce import SalesforceSource
from connectors.errors import NotFound, ScopeMissing, StreamFailed
from connectors.salesforce.soql import DATA

DESCRIBE = "describe"
"""The stream of descriptions; a record's id is the object's name."""
UNREADABLE = frozenset({"address", "location", "base64", "complexvalue"})
"""Types of fields that are made of others, or hold files."""


class Field(msgspec.Struct):
    """A field of an object."""

    name: str
    type: str = ""
    custom: bool = False
    calculated: bool = False


class Description(msgspec.Struct):
    """What is needed of a description."""

    fields: tuple[Field, ...] = ()
    replicateable: bool = True

    @property
    def readable(self) -> dict[str, Field]:
        """The fields that a query and a job may name, by name."""
        return {one.name: one for one in self.fields if one.type not in UNREADABLE}


def described(sync: Sync, sobject: str) -> Description:
    """What the organization says of an object, as far as the user may read it.

    As the stream `describe` has landed them; asked for where it has landed nothing. Raises
    ScopeMissing where the organization has no such object for this user.
    """
    payload: str | None = None
    is_known = False
    columns = ["record_id", "payload", "is_deleted"]
    for batch in sync.landing.read(sync.source.name, DESCRIBE, columns):
        for key, text, is_deleted in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            is_known = True
            if key == sobject:
                payload = None if is_deleted else text
    if payload is not None:
        return msgspec.json.decode(payload, type=Description)
    if is_known:
        raise _absent(sync, sobject)
    request = Request(f"{DATA}/sobjects/{sobject}/describe", is_forced=True)
    try:
        return sync.client.get(request, msgspec.json.Decoder(Description).decode)
    except NotFound:
        raise _absent(sync, sobject) from None


def asked(
    sync: Sync, sobject: str, core: tuple[str, ...], wanted: tuple[str, ...], of: str = ""
) -> Mapping[str, Any]:
    """`names` of the fields to ask for, in the same order every night.

    `is_told`: deletions are told of; `sync` is for what reads them. `core` cannot be
    missing; `wanted` are left out where the organization has no such field; `of` is the object's
    name in the configuration. Formulas that nobody names are left out: their values move without
    the record.
    """
    description = described(sync, sobject)
    known = description.readable
    chosen = dict(_chosen(sync, of)) if of else {}
    for name, where in chosen.items():
        if name not in known:
            raise StreamFailed(f"{sync.client.name}: {_unknown(name, where, sobject, known)}")
    own = {one.name for one in known.values() if of and one.custom and not one.calculated}
    shipped = filter(None, defaults.properties("salesforce").get(of, {}).values())
    named = [name for name in (*wanted, *shipped) if name in known]
    names = dict.fromkeys([*core, *named, *sorted(own | chosen.keys())])
    return {"names": list(names), "is_told": description.replicateable, "sync": sync}


def _chosen(sync: Sync, of: str) -> Iterator[tuple[str, str]]:
    """(field, where) of what the configuration names."""
    settings = sync.source.settings
    if isinstance(settings, SalesforceSource):
        for name in settings.properties.get(of, {}).values():
            yield name, "properties"
        own = {str(entity): names for entity, names in settings.fields.items()}
        for name in own.get(of, {}):
            yield name, "fields"


def _unknown(name: str, where: str, sobject: str, known: Mapping[str, Field]) -> str:
    alike = next((one for one in known if one.lower() == name.lower()), None)
    fix = f"write {alike}" if alike else "correct it, or let this user read it"
    return f"{sobject} has no field {name!r}, which {where} in salescycle.yml names; {fix}"


def _absent(sync: Sync, sobject: str) -> ScopeMissing:
    scope = sync.client.scope or f"the right to read {sobject}"
    return ScopeMissing(
        f"{sync.client.name}: the organization has no {sobject} that this user may read; "
        f"grant {scope}"
    )
