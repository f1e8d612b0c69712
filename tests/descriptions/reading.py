"""The descriptions: which operation a request is, and what is described of it."""

import json
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.descriptions import pipedrive, zoho
from tests.descriptions.schemas import Json, Schemas

VARIABLE = "SALESCYCLE_DESCRIPTIONS"
ANY_OBJECT = "/crm/v3/objects/{objectType}"
"""Describes every path of objects, so that no path would be wrong: the objects' own count."""
needed = pytest.mark.skipif(
    VARIABLE not in os.environ,
    reason=f"{VARIABLE} names no folder with the vendors' descriptions; facts.yaml is checked",
)


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    parameters: tuple[Json, ...]
    bodies: dict[str, Json]
    answers: dict[str, Json]
    is_secured: bool
    schemas: Schemas = field(repr=False)
    document: Json = field(repr=False)

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    def answer(self, status: int) -> Json | None:
        """The schema of the answer with that status."""
        return self.answers.get(str(status), self.answers.get("default"))


class Vendor:
    """What one vendor describes."""

    def __init__(self, documents: list[Json]):
        self.documents = documents
        found = [each for document in documents for each in _operations(document)]
        self.operations = sorted(found, key=lambda each: (each.path.count("{"), each.path))

    def find(self, method: str, path: str) -> Operation | None:
        """The operation of a request: a path without variables comes before one with them."""
        fitting = (
            each
            for each in self.operations
            if each.method == method and _pattern(each.path).fullmatch(path)
        )
        return next(fitting, None)


@cache
def read() -> dict[str, Vendor]:
    """What the vendors describe."""
    folder = Path(os.environ[VARIABLE])
    files = sorted((folder / "hubspot").glob("*.json"))
    assert files, f"{folder} has no hubspot/*.json"
    hubspot = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    calendly = yaml.safe_load((folder / "calendly" / "openapi.yaml").read_text(encoding="utf-8"))
    return {
        "hubspot": Vendor(hubspot),
        "calendly": Vendor([calendly]),
        "zoho": Vendor(zoho.documents(folder / "zoho" / "v8.0")),
        "pipedrive": Vendor(pipedrive.documents(folder / "pipedrive")),
    }


def _operations(document: Json) -> list[Operation]:
    schemas = Schemas(document)
    return [
        Operation(
            method.upper(),
            path,
            tuple(_at(document, p) for p in [*item.get("parameters", []), *own("parameters", [])]),
            _contents(document, own("requestBody", {})),
            {str(code): _schema(document, answer) for code, answer in own("responses", {}).items()},
            bool(own("security", document.get("security"))),
            schemas,
            document,
        )
        for path, item in document["paths"].items()
        if not path.startswith(ANY_OBJECT)
        for method, described in item.items()
        if method in ("get", "post")
        for own in [described.get]
    ]


def _contents(document: Json, described: Json) -> dict[str, Json]:
    content = _at(document, described).get("content", {})
    return {kind: each.get("schema", {}) for kind, each in content.items()}


def _schema(document: Json, answer: Json) -> Json:
    return next(iter(_contents(document, answer).values()), {})


def _at(document: Json, described: Json) -> Json:
    if "$ref" not in described:
        return described
    place: Any = document
    for step in described["$ref"].removeprefix("#/").split("/"):
        place = place[step]
    return place


@cache
def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", path)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))
