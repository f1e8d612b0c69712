"""Schemas of OpenAPI 3.0 as JSON Schema, and what an instance has against one."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker

Json = dict[str, Any]
KEPT = (
    *("type", "format", "pattern", "minimum", "maximum", "required", "maxItems"),
    *("minLength", "maxLength", "default"),
)
FORMATS = FormatChecker(formats=())


def _format(name: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def register(check: Callable[[Any], None]) -> Callable[[Any], None]:
        @FORMATS.checks(name, raises=ValueError)
        def fits(value: object) -> bool:
            if isinstance(value, str) or (name.startswith("int") and type(value) is int):
                check(value)
            return True

        return check

    return register


@_format("date-time")
def _time(value: str) -> None:
    if "T" not in value or datetime.fromisoformat(value).tzinfo is None:
        raise ValueError(value)


@_format("uri")
def _uri(value: str) -> None:
    if not all(urlsplit(value)[:2]):
        raise ValueError(value)


@_format("uuid")
def _uuid(value: str) -> None:
    UUID(value)


@_format("email")
def _email(value: str) -> None:
    if value.count("@") != 1:
        raise ValueError(value)


@_format("int32")
def _int32(value: int) -> None:
    if not -(2**31) <= value < 2**31:
        raise ValueError(value)


def converted(schema: Json, *, is_closed: bool) -> Json:
    """The schema as JSON Schema; closed, an object may have only the keys that it describes."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    found: Json = {key: schema[key] for key in KEPT if key in schema}
    if "enum" in schema:
        # one description holds a text where a list belongs
        among = schema["enum"]
        found["enum"] = list(among) if isinstance(among, list) else [among]
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema:
            within = is_closed and key != "allOf"
            found[key] = [converted(each, is_closed=within) for each in schema[key]]
    if "items" in schema:
        found["items"] = converted(schema["items"], is_closed=is_closed)
    if schema.get("properties"):
        own = schema["properties"]
        found["properties"] = {k: converted(v, is_closed=is_closed) for k, v in own.items()}
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        found["additionalProperties"] = converted(others, is_closed=is_closed)
    elif is_closed and schema.get("properties") and "allOf" not in schema:
        found["additionalProperties"] = False
    return _or_null(found) if schema.get("nullable") else found


def _or_null(schema: Json) -> Json:
    return {"anyOf": [{"type": "null"}, schema]}


class Schemas:
    """The schemas of one document."""

    def __init__(self, document: Json):
        own = document.get("components", {}).get("schemas", {})
        self._own = {
            is_closed: {"schemas": {k: converted(v, is_closed=is_closed) for k, v in own.items()}}
            for is_closed in (False, True)
        }

    def wrong(self, schema: Json, instance: Any, *, is_closed: bool = False) -> list[str]:
        """What is wrong with the instance, each with the place where; nothing if it fits."""
        whole = {
            **converted(schema, is_closed=is_closed),
            "components": self._own[is_closed],
        }
        validator = Draft202012Validator(whole, format_checker=FORMATS)
        return sorted({line for error in validator.iter_errors(instance) for line in _told(error)})


def _told(error: Any) -> Iterator[str]:
    """Yield place and reason; of alternatives those of the one that fits best."""
    inside = [e for e in error.context or () if e.validator != "type" or e.absolute_path]
    deepest = [e for e in inside if e.instance is not None and e.schema != {"type": "null"}]
    if deepest:
        best = min(_by_branch(deepest).values(), key=len)
        for each in best:
            yield from _told(each)
        return
    place = ".".join("*" if isinstance(step, int) else str(step) for step in error.absolute_path)
    yield f"{place}: {error.message[:160]}"


def _by_branch(errors: list[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for error in errors:
        found.setdefault(error.relative_schema_path[0], []).append(error)
    return found
