"""Zoho's description: a file for each part of the API, whose schemas name those of other files.

They are read as one document, in which the name of a schema has that of its file before it.
"""

import json
import re
from pathlib import Path
from typing import Any

from tests.descriptions.schemas import Json

FILES = (
    *("record", "coql", "users", "related_records", "timelines", "pipeline", "layouts", "fields"),
    "org",
)
"""Those that describe what is asked; others are read where these name them."""
REFERENCE = re.compile(r"(?:.*/(?P<file>\w+)\.json)?#/components/(?P<kind>\w+)/(?P<name>.+)")


def documents(folder: Path) -> list[Json]:
    """The one document; every request needs a token, which the files say in their own ways."""
    found: Json = {"paths": {}, "components": {}, "security": [{"oauth": []}]}
    read: set[str] = set()
    left = list(FILES)
    while left:
        name = left.pop(0)
        if name in read or not (folder / f"{name}.json").exists():
            continue
        read.add(name)
        document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        named: set[str] = set()
        for kind, schemas in document.get("components", {}).items():
            if kind != "securitySchemes":
                whole = found["components"].setdefault(kind, {})
                whole |= {f"{name}.{k}": _renamed(v, name, named) for k, v in schemas.items()}
        if name in FILES:
            for path, item in document["paths"].items():
                found["paths"].setdefault(path, {}).update(_renamed(_open(item), name, named))
        left += sorted(named)
    return [found]


def _open(item: Json) -> Json:
    """A path without the rights that single methods name."""
    return {
        method: {k: v for k, v in described.items() if k != "security"}
        if isinstance(described, dict)
        else described
        for method, described in item.items()
    }


def _renamed(value: Any, file: str, named: set[str]) -> Any:
    """The value with references that lead into the one document; notes which files they name."""
    if isinstance(value, list):
        return [_renamed(each, file, named) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        found = REFERENCE.fullmatch(value["$ref"])
        if found is None:
            return {}
        of = found["file"] or file
        named.add(of)
        return {"$ref": f"#/components/{found['kind']}/{of}.{found['name']}"}
    return {key: _renamed(each, file, named) for key, each in value.items()}
