"""Mistakes of shape in salescycle.yml, told in a user's words instead of the validator's."""

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from connectors.config import models
from connectors.config.document import Path, Places, suggestion
from connectors.config.models import SOURCE_TYPES, Document
from connectors.config.systems import rest

_MODELS: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): models.Document,
    ("company",): models.Company,
    ("rules",): models.Rules,
    ("publish",): models.Publish,
    ("sources", "tables"): models.Table,
    ("sources", "oauth"): models.OAuth,
    ("sources", "streams"): rest.RestStream,
    ("sources", "streams", "paging"): rest.Paging,
    ("sources", "streams", "paging", "cursor"): rest.CursorPaging,
    ("sources", "streams", "paging", "offset"): rest.OffsetPaging,
    ("sources", "streams", "paging", "page"): rest.NumberPaging,
    ("sources", "streams", "changes"): rest.Changes,
    ("sources", "streams", "deleted"): rest.Deleted,
    ("sources", "streams", "deleted", "list"): rest.DeletedList,
    ("sources", "streams", "feeds"): rest.Feed,
}
_UNTYPED = {"union_tag_invalid", "union_tag_not_found"}
_HOW_TO_WRITE = {
    "reporting_currency": "write three capital letters, such as EUR",
    "working_hours": 'write "09:00-17:00"',
    "name": "use letters, digits and underscores, a letter first",
    "mode": 'write three octal digits, such as "0400"',
    "decimal": 'write "." or ","',
    "thousands": 'write ".", ",", " " or "\'"',
    "delimiter": r'write one character, such as ";", or "\t" for a tab',
}
_KINDS = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping of key: value",
    "mapping_type": "a mapping of key: value",
    "model_type": "a mapping of key: value",
    "model_attributes_type": "a mapping of key: value",
}


def validate(data: object, places: Places) -> Document:
    """The document. Raises ConfigError with what is wrong and what `places` noted before."""
    if not isinstance(data, Mapping):
        places.add((), "holds no settings; start from the file that `salescycle init` writes")
        raise places.error()
    try:
        return Document.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for details, path in _deepest([(found, _path(found, data)) for found in errors]):
            places.add(path, _text(details, path, places, data))
        raise places.error() from None


def _path(error: ErrorDetails, data: object) -> Path:
    """The part of the validator's location that is in the file: it adds types that it tried."""
    path: Path = ()
    for step in error["loc"]:
        inside = dict(enumerate(data)) if isinstance(data, list) else data
        if isinstance(inside, Mapping) and step in inside:
            path, data = (*path, step), inside[step]
    if error["type"] in _UNTYPED:
        return (*path, "type")
    return (*path, error["loc"][-1]) if error["type"] == "missing" else path


def _deepest(found: list[tuple[ErrorDetails, Path]]) -> list[tuple[ErrorDetails, Path]]:
    """Leaves out what only follows from another mistake.

    A value that may be a word or a mapping is tried as both, and the keys of a source whose type is
    unknown cannot be judged.
    """
    untyped = [path[:-1] for _, path in found if len(path) == 3 and path[2] == "type"]
    kept = [
        (error, path)
        for error, path in found
        if path[:2] not in untyped or path[2:] in (("type",), ("name",))
    ]
    return [
        (error, path)
        for error, path in kept
        if not any(other[: len(path)] == path and other != path for _, other in kept)
    ]


def _text(error: ErrorDetails, path: Path, places: Places, data: Mapping[str, object]) -> str:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key; {suggestion(str(path[-1]), _known(path[:-1], data))}"
    if kind == "union_tag_invalid":
        return f"{places.quote(path)} is not known here; {places.suggest(path, list(SOURCE_TYPES))}"
    if kind in {"missing", "union_tag_not_found"}:
        return "is missing; add it"
    if value is None:
        return "is empty; give it a value or remove it"
    if error["loc"][-1] == "[key]":
        return f"{path[-1]!r} is not known here; {suggestion(str(path[-1]), _options(context))}"
    if kind == "literal_error" and path in places.written and path[-1] not in _HOW_TO_WRITE:
        return f"{places.quote(path)} is not known here; {places.suggest(path, _options(context))}"
    if kind in {"too_short", "string_too_short"} and path in places.hidden:
        return f"{places.quote(path)} is empty; set it in the environment or in .env"
    if kind in {"too_short", "string_too_short"}:
        return "is empty; give it a value or remove it"
    if kind in _KINDS or (kind == "literal_error" and path not in places.written):
        return f"must be {_KINDS.get(kind, 'one word')}, not {_shown(value, path, places)}"
    if kind.startswith("int_"):
        return f"{_shown(value, path, places)} is no whole number; write one such as 10"
    if kind.startswith("bool_"):
        return f"{_shown(value, path, places)} is neither true nor false; write one of the two"
    rule = error["msg"].removeprefix("Input ").removeprefix("String ").removeprefix("Value ")
    fix = _HOW_TO_WRITE.get(str(path[-1]), f"it {rule}")
    return f"{_shown(value, path, places)} is not accepted; {fix}"


def _shown(value: object, path: Path, places: Places) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list) else places.quote(path)


def _options(context: Mapping[str, object]) -> list[str]:
    """The words of a choice, which the validator gives as "'won', 'lost' or 'open'"."""
    return str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _known(path: Path, data: Mapping[str, object]) -> list[str]:
    names = tuple(step for step in path if isinstance(step, str))
    if names == ("sources",):
        source: object = data
        for step in path:
            source = source[step]  # type: ignore[index]
        return list(SOURCE_TYPES[source["type"]].model_fields)  # type: ignore[index]
    model = _MODELS.get(names, models.CustomField)
    return list(model.model_fields)
