"""Pipedrive's description: a document for each version, whose addresses begin with it.

What only its words say is made part of the schemas: that a text is a list joined by commas, which
way a list is sorted, and the most that a page may hold.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.descriptions.schemas import Json

MOST = re.compile(r"maximum value of ([\d,]+)")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(folder: Path) -> list[Json]:
    """Both documents."""
    return [_read(folder / f"{version}.yaml", f"/api/{version}") for version in ("v1", "v2")]


def _read(path: Path, prefix: str) -> Json:
    document: Json = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    document["paths"] = {
        f"{prefix}{where}": _told(item) for where, item in document["paths"].items()
    }
    document.setdefault("components", {}).setdefault("schemas", {})
    return document


def _told(item: Json) -> Json:
    """A path with what the words of its parameters say."""
    for described in item.values():
        if not isinstance(described, dict):
            continue
        for parameter in described.get("parameters", []):
            words, schema = parameter.get("description") or "", parameter.get("schema", {})
            most = MOST.search(words)
            if most:
                parameter["schema"] = schema | {"maximum": int(most[1].replace(",", ""))}
            if "sorting mode" in words and "enum" in schema:
                ways = [f"{name}{way}" for name in schema["enum"] for way in ("", " ASC", " DESC")]
                parameter["schema"] = schema | {"enum": ways}
            if "comma separated" in words and "enum" in schema:
                parameter |= {"schema": {"type": "array", "items": schema}, "explode": False}
    return item
