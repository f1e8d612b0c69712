"""Schemas as short facts, and what a value has against one.

A shape says what a value `is`: text, flag, whole, number, list (`of` what) or object (`keys`, those
it `needs`); `among` which values, `from` and `to` which number, `most` how many. Where nothing but
the kind is known, the shape is its word alone, and that of a list is [what].
"""

from typing import Any

from tests.descriptions.asking import most
from tests.descriptions.schemas import Json

KINDS = {
    "string": "text",
    "boolean": "flag",
    "integer": "whole",
    "number": "number",
    "array": "list",
    "object": "object",
}
TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "flag": (bool,),
    "whole": (int,),
    "number": (int, float),
    "list": (list,),
    "object": (dict,),
}


def shape(schema: Json, document: Json, described: Json | None = None) -> Any:
    """The facts of a schema; `described` is where its words are, if not in itself."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kind = KINDS[schema.get("type", "object")]
    found: Json = {"is": kind}
    if "enum" in schema:
        found["among"] = sorted(schema["enum"])
    found |= {ours: schema[key] for ours, key in BOUNDS.items() if key in schema}
    limit = most(described or schema)
    if limit is not None:
        found["to" if kind in ("whole", "number") else "most"] = limit
    if kind == "list":
        found["of"] = shape(schema["items"], document)
    if kind == "object":
        keys = schema.get("properties", {})
        found["keys"] = {name: shape(each, document) for name, each in sorted(keys.items())}
        found["needs"] = sorted(schema.get("required", []))
    if found == {"is": "list", "of": found.get("of")}:
        return [found["of"]]
    return kind if len(found) == 1 else found


BOUNDS = {"from": "minimum", "to": "maximum"}


def whole(wanted: Any) -> Json:
    """A shape without abbreviations."""
    if isinstance(wanted, list):
        return {"is": "list", "of": wanted[0]}
    return {"is": wanted} if isinstance(wanted, str) else wanted


def wrong(wanted: Any, value: Any, place: str = "") -> list[str]:
    """What is wrong with a value, nothing if it has the shape."""
    wanted = whole(wanted)
    kind = wanted["is"]
    if not isinstance(value, TYPES[kind]) or (kind != "flag" and isinstance(value, bool)):
        return [f"{place} is no {kind}"]
    found = []
    if "among" in wanted and value not in wanted["among"]:
        found.append(f"{place} is not one of {wanted['among']}")
    if "from" in wanted and value < wanted["from"]:
        found.append(f"{place} is less than {wanted['from']}")
    if "to" in wanted and value > wanted["to"]:
        found.append(f"{place} is more than {wanted['to']}")
    if "most" in wanted and len(value) > wanted["most"]:
        found.append(f"{place} has more than {wanted['most']}")
    if kind == "list":
        found += [line for each in value for line in wrong(wanted["of"], each, f"{place}[]")]
    if kind == "object":
        found += [f"{place} needs {key}" for key in wanted["needs"] if key not in value]
        found += [f"{place} may not have {key}" for key in value if key not in wanted["keys"]]
        for key, inside in wanted["keys"].items():
            if key in value:
                found += wrong(inside, value[key], f"{place}.{key}")
    return found


def read(text: str, wanted: Any) -> Any:
    """A value of a query as the shape has it; the text itself where it is none."""
    kind = whole(wanted)["is"]
    if kind == "flag":
        return {"true": True, "false": False}.get(text, text)
    is_number = kind in ("whole", "number") and text.removeprefix("-").isdecimal()
    return int(text) if is_number else text
