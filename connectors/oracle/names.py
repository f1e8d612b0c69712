"""Whether the pod calls things what the settings call them, as each resource's `describe` says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from connectors.api.http import Client, Request
from connectors.config import defaults
from connectors.config.systems.oracle import OracleSource
from connectors.connector import Finding
from connectors.errors import NotFound, ScopeMissing, StreamFailed
from connectors.oracle.asked import HEADERS, root_of
from connectors.oracle.details import NUMBER
from connectors.oracle.kinds import KINDS, OPPORTUNITY

MakesClient = Callable[[str, str], Client]
"""Makes a client for a part of the pod, with the right to grant where it is forbidden."""
OTHERS = ("resource", "status", "business_unit")
_FILE = "in salescycle.yml"


@dataclass(frozen=True)
class Described:
    """What a pod says of a resource: its fields, and the names of its children."""

    fields: set[str] = field(default_factory=set)
    children: Mapping[str, Any] = field(default_factory=dict)


def findings(name: str, settings: OracleSource, makes_client: MakesClient) -> Iterator[Finding]:
    """Yield what is wrong with each resource's names, or that it may be read."""
    objects = {kind.stream: kind for kind in KINDS}
    for resource in (*objects, *OTHERS):
        kind = objects.get(resource)
        is_needed = (kind is not None and not kind.is_optional) or resource == "resource"
        what = f"{name} {resource}"
        client = makes_client(resource, kind.scope if kind else f"the privilege to view {resource}")
        path = settings.resource(resource).path
        try:
            described = _described(client, settings, str(path))
        except NotFound:
            fix = f"set resources.{resource}.path {_FILE}"
            detail = f"the pod has no resource {path}; {fix}"
            yield Finding(what, not is_needed, detail)
        except ScopeMissing as error:
            rest = "" if is_needed else "; the rest is read without it"
            yield Finding(what, not is_needed, f"{error}{rest}")
        except StreamFailed as error:
            yield Finding(what, False, str(error))
        else:
            yield _judged(what, settings, resource, described, kind.object if kind else "")


def described_of(body: bytes, path: str) -> Described:
    """What an answer of `describe` says of a resource."""
    answer = msgspec.json.decode(body)
    resources = answer.get("Resources") if isinstance(answer, Mapping) else None
    own = resources.get(path) if isinstance(resources, Mapping) else None
    if not isinstance(own, Mapping):
        return Described()
    names = {str(one["name"]) for one in own.get("attributes") or () if "name" in one}
    return Described(names, own.get("children") or {})


def _described(client: Client, settings: OracleSource, path: str) -> Described:
    request = Request(f"{root_of(settings)}/{path}/describe", headers=HEADERS)
    return client.get(request, lambda body: described_of(body, path))


def _judged(
    what: str, settings: OracleSource, resource: str, described: Described, object_: str
) -> Finding:
    missing = list(_missing(settings, resource, described, object_))
    if not described.fields:
        return Finding(what, True, "may be read; what it has is not told, so names are unproved")
    if missing:
        return Finding(what, False, "the pod does not know " + "; ".join(missing))
    return Finding(what, True, "may be read, and has every field that is read by name")


def _missing(
    settings: OracleSource, resource: str, described: Described, object_: str
) -> Iterator[str]:
    """Yield what the pod does not know, each with what to change."""
    known = settings.resource(resource)
    named = {"key": known.key}
    if resource not in OTHERS:
        named |= {"modified": known.modified, "created": known.created}
    for setting, name in named.items():
        if name not in described.fields:
            yield f"{name}: correct resources.{resource}.{setting} {_FILE}"
    if resource == OPPORTUNITY.stream:
        if NUMBER not in described.fields:
            yield f"{NUMBER}, by which children are found that one answer does not hold"
        for child, called in settings.children.items():
            if called.path not in described.children:
                own = child == "owner_change"
                place = "owner_history.path" if own else f"resources.{child}.path"
                yield f"{called.path}: correct {place} {_FILE}" + ("" if own else ', or write "-"')
    chosen = {**defaults.properties("oracle").get(object_, {})}
    chosen |= settings.properties.get(object_, {})
    for property_, name in chosen.items():
        if name and name not in described.fields:
            yield f"{name}: correct properties.{object_}.{property_} {_FILE}"
